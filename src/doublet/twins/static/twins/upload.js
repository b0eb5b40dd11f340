// Sends chosen photos one by one, so that each verdict appears as soon as it is known, and goes on after a lost
// connection (resumable.js). A step's camera field sends by itself. Without this file the forms send plainly.
document.documentElement.classList.add('sends')
let busy = false

document.addEventListener('change', (event) => {
  if (event.target.matches('form.step input[type=file]') && event.target.files.length) event.target.form.requestSubmit()
})

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form.upload')
  const input = form?.querySelector('input[type=file]')
  if (!input?.files.length) return
  event.preventDefault()
  if (busy) return
  busy = true
  const files = [...input.files]
  const shown = document.getElementById('sending')
  const [bar, count, words] = [shown.querySelector('progress'), shown.querySelector('.number'), shown.querySelector('.words')]
  const arriving = document.getElementById('arriving')
  const buttons = [...document.querySelectorAll('form.upload button')]
  for (const button of buttons) button.disabled = true
  shown.hidden = false
  shown.scrollIntoView({ block: 'nearest' })
  bar.max = files.length
  arriving.replaceChildren()
  for (const [done, file] of files.entries()) {
    count.textContent = files.length > 1 ? `${done + 1} of ${files.length}` : ''
    const onProgress = (share, waits) => {
      bar.value = done + share * 0.8
      words.textContent = waits ? 'Waiting for the connection' : share < 1 ? 'Sending' : 'Looking at your photo'
    }
    onProgress(0, false)
    arriving.prepend(await send(form, file, onProgress))
  }
  const set = document.getElementById('set')
  const answer = await fetch(set.dataset.report, { headers: { 'HX-Request': 'true' } }).catch(() => null)
  if (answer?.ok) {
    set.replaceChildren(...parsed(await answer.text()))
    window.htmx?.process(set)
    // Many verdicts are read in the list below; what was not kept stands only here.
    if (files.length > 1) for (const card of [...arriving.children]) if (card.querySelector('img')) card.remove()
  }
  for (const button of document.querySelectorAll('form.upload button')) button.disabled = false
  input.value = ''
  shown.hidden = true
  busy = false
  arriving.firstElementChild?.scrollIntoView({ block: 'nearest' })
})

async function send(form, file, onProgress) {
  try {
    const answer = await sendResumable(file, {
      url: document.getElementById('set').dataset.uploads,
      token: form.querySelector('[name=csrfmiddlewaretoken]').value,
      wanted: form.querySelector('[name=wanted]')?.value,
      onProgress,
    })
    const card = parsed(await answer.text()).find((node) => node.matches?.('li.photo'))
    if (card) return card
  } catch (problem) {
    return told(file, problem.message)
  }
  return told(file, 'It could not be sent. Try it again.')
}

function told(file, words) {
  const card = document.createElement('li')
  card.className = 'photo'
  card.dataset.state = 'refused'
  card.textContent = `${file.name}: ${words}`
  return card
}

function parsed(html) {
  const holder = document.createElement('template')
  holder.innerHTML = html
  return [...holder.content.children]
}
