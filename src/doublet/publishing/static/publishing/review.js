// Keys on the review page: A approves, R goes to the reasons for a no, the arrows go to the pictures beside.
document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest('input, textarea, select')) return
  const to = (id) => document.getElementById(id)
  const keys = {
    a: () => to('approve')?.requestSubmit(),
    r: () => to('reject')?.querySelector('[type=radio]').focus(),
    ArrowLeft: () => to('before')?.click(),
    ArrowRight: () => to('after')?.click(),
  }
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  if (!act) return
  event.preventDefault()
  act()
})
