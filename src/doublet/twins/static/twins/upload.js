// Sends chosen photos one by one, so that each verdict appears as soon as it is known. Without this file
// the form sends them all at once.
const form = document.getElementById('upload')
const set = document.getElementById('set')
const arriving = document.getElementById('arriving')

form?.addEventListener('submit', async (event) => {
  const input = form.querySelector('input[type=file]')
  if (!input.files.length) return
  event.preventDefault()
  const files = [...input.files]
  const button = form.querySelector('button')
  const shown = form.querySelector('.progress')
  const [bar, count] = [shown.querySelector('progress'), shown.querySelector('.number')]
  button.disabled = true
  shown.hidden = false
  bar.max = files.length
  arriving.replaceChildren()
  for (const [done, file] of files.entries()) {
    bar.value = done
    count.textContent = `${done} of ${files.length}`
    arriving.prepend(await send(file))
  }
  bar.value = files.length
  const answer = await fetch(form.dataset.report, { headers: { 'HX-Request': 'true' } })
  if (answer.ok) {
    set.replaceChildren(...parsed(await answer.text()))
    for (const card of [...arriving.children]) if (card.querySelector('img')) card.remove()
  }
  input.value = ''
  button.disabled = false
  shown.hidden = true
})

async function send(file) {
  const data = new FormData()
  data.append('csrfmiddlewaretoken', form.querySelector('[name=csrfmiddlewaretoken]').value)
  data.append('photos', file)
  try {
    const answer = await fetch(form.action, { method: 'POST', body: data, headers: { 'HX-Request': 'true' } })
    const card = parsed(await answer.text()).find((node) => node.matches?.('li.photo'))
    if (card) return card
  } catch { /* the network is gone: told below */ }
  const card = document.createElement('li')
  card.className = 'photo'
  card.dataset.state = 'refused'
  card.textContent = `${file.name} could not be sent. Try it again.`
  return card
}

function parsed(html) {
  const holder = document.createElement('template')
  holder.innerHTML = html
  return [...holder.content.children]
}
