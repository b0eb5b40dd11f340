// Counts the minutes down, and says that the selfie is on its way. The form works without this file.
const until = document.querySelector('[data-until]')

if (until) {
  const end = new Date(until.dateTime)
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000))
    until.textContent = left ? `${end.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}, in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : 'now: the time is over'
    if (left) setTimeout(tick, 1000)
  }
  tick()
}

document.querySelector('form.selfie')?.addEventListener('submit', (event) => {
  const button = event.target.querySelector('button')
  button.disabled = true
  button.textContent = 'Comparing …'
})
