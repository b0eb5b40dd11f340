// The review board. A decision is held for some seconds before it is sent, so that U can take it back: a yes posts
// money at once, and what is posted is never changed.
const HOLD = 5000
const AHEAD = 3
const SWIPE = 80

const $ = (id) => document.getElementById(id)
const board = $('board')
if (board) start(JSON.parse($('pictures').textContent))

function start(pictures) {
  const shown = new Map() // picture -> its <img>: an element keeps its pixels, though nothing may be cached
  const held = [] // decided, not yet sent
  const state = new Map() // id -> 'held' or 'sent'
  const comments = new Map()
  const byTouch = matchMedia('(pointer: coarse)').matches
  const back = byTouch ? 'Undo' : 'U'
  let at = 0
  let sending = Promise.resolve()

  const open = (picture) => !state.has(picture.id)
  const here = () => pictures[at]
  const tell = (words) => { $('told').textContent = words }

  function image(picture) {
    if (!shown.has(picture.id)) {
      const img = new Image(picture.width, picture.height)
      img.src = picture.src
      img.alt = `Your twin wearing ${picture.name}`
      img.draggable = false
      shown.set(picture.id, img)
    }
    return shown.get(picture.id)
  }

  function preload() {
    const near = new Set([at - 1, ...Array.from({ length: AHEAD + 1 }, (_, step) => at + step)].map((n) => pictures[n]?.id))
    for (const picture of pictures) if (near.has(picture.id)) image(picture)
    for (const id of shown.keys()) if (!near.has(id)) shown.delete(id)
  }

  function show() {
    const picture = here()
    const figure = document.createElement('figure')
    figure.append(image(picture))
    const badge = document.querySelector(`template[data-badge="${picture.badge}"]`)
    $('stage').replaceChildren(figure, badge.content.cloneNode(true))
    zoom(false)
    $('name').textContent = picture.name
    $('garment').src = picture.garment
    $('garment').alt = `The brand's own photo of ${picture.name}`
    $('brand').textContent = `For ${picture.brand}`
    $('use').textContent = picture.use
    $('share').textContent = picture.share
    $('page').href = picture.page
    $('comment').value = comments.get(picture.id) ?? ''
    $('lines').replaceChildren(...picture.lines.map(([name, value]) => row(name, value)))
    $('notes').replaceChildren(...(picture.notes.length ? [notice(picture.notes)] : []))
    count()
    preload()
  }

  function row(name, value) {
    const [line, dt, dd] = ['div', 'dt', 'dd'].map((tag) => document.createElement(tag))
    dt.textContent = name
    dd.textContent = value
    line.append(dt, dd)
    return line
  }

  function notice(notes) {
    const [box, title, list] = ['div', 'strong', 'ul'].map((tag) => document.createElement(tag))
    box.className = 'notice'
    box.dataset.tone = 'warn'
    title.textContent = 'Look twice'
    list.append(...notes.map((words) => Object.assign(document.createElement('li'), { textContent: words })))
    box.append(title, list)
    return box
  }

  function count() {
    $('done').max = pictures.length
    $('done').value = state.size
    $('at').textContent = `${at + 1} of ${pictures.length}`
    board.querySelector('[data-act=undo]').disabled = !held.length
    for (const act of ['approve', 'reject']) board.querySelector(`[data-act=${act}]`).disabled = !open(here())
  }

  function go(step) {
    keep()
    for (let next = at + step; next >= 0 && next < pictures.length; next += step) {
      if (open(pictures[next])) { at = next; show(); return }
    }
    if (!pictures.some(open)) finish()
  }

  function onward() {
    const rest = [...pictures.keys()].filter((n) => open(pictures[n]))
    if (!rest.length) { count(); finish(); return }
    at = rest.find((n) => n > at) ?? rest[0]
    show()
  }

  const keep = () => comments.set(here().id, $('comment').value)

  function decide(decision, reason, words) {
    if (!open(here())) return
    keep()
    const picture = here()
    const one = { picture, decision, reason, at }
    one.timer = setTimeout(() => release(one), HOLD)
    held.push(one)
    state.set(picture.id, 'held')
    tell(`${words}: ${picture.name}. ${back} takes it back.`)
    onward()
  }

  function undo() {
    const last = held.pop()
    if (!last) return
    clearTimeout(last.timer)
    state.delete(last.picture.id)
    at = last.at
    board.classList.remove('finished')
    tell(`Taken back: ${last.picture.name}.`)
    show()
  }

  function release(one, keepalive = false) {
    clearTimeout(one.timer)
    held.splice(held.indexOf(one), 1)
    state.set(one.picture.id, 'sent')
    count()
    const post = () => send(one, keepalive)
    sending = keepalive ? post() : sending.then(post) // in their order; all at once only when the page goes
    return sending
  }

  async function send({ picture, decision, reason, at: place }, keepalive) {
    const data = new FormData($('decision'))
    data.append('decision', decision)
    data.append('reason', reason)
    data.append('comment', comments.get(picture.id) ?? '')
    data.append('seen', picture.seen)
    let why = 'The answer did not come through.'
    try {
      const answer = await fetch(picture.decide, { method: 'POST', body: data, keepalive })
      if (answer.ok) return
      const refused = answer.headers.get('content-type')?.includes('json') ? await answer.json() : {}
      why = refused.reason ?? why
      if (refused.code === 'already_reviewed') { tell(`${picture.name}: ${why}`); return }
    } catch { /* no network: the picture comes back to be decided again */ }
    state.delete(picture.id)
    tell(`${picture.name} was not saved. ${why}`)
    if (board.open) { at = place; show() }
  }

  const flush = (keepalive) => Promise.all([...held].map((one) => release(one, keepalive)))

  async function finish() {
    tell(`That was the last one. Sending in five seconds; ${back} takes the last decision back.`)
    const wait = setInterval(async () => {
      if (pictures.some(open)) { clearInterval(wait); return }
      if (held.length) return
      clearInterval(wait)
      await sending
      if (!pictures.some(open)) location.assign(board.dataset.home)
    }, 200)
  }

  async function leave() {
    keep()
    tell('Sending.')
    await flush(false)
    await sending
    location.assign(board.dataset.home)
  }

  function zoom(on, event) {
    const stage = $('stage')
    const img = stage.querySelector('img')
    const box = img.getBoundingClientRect()
    stage.toggleAttribute('data-zoom', on)
    board.querySelector('[data-act=zoom]').setAttribute('aria-pressed', String(on))
    if (!on) return
    const [x, y] = event ? [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] : [0.5, 0.2]
    stage.scrollTo(img.width * x - stage.clientWidth / 2, img.height * y - stage.clientHeight / 2)
  }

  const zoomed = () => $('stage').hasAttribute('data-zoom')

  function sheet(id) {
    for (const one of ['why', 'help']) $(one).hidden = one !== id
    if (id) $(id).querySelector('button').focus()
    else $('stage').focus()
  }

  const acts = {
    approve: () => decide('approved', '', 'Yes'),
    reject: () => open(here()) && sheet('why'),
    undo,
    zoom: () => zoom(!zoomed()),
    before: () => go(-1),
    after: () => go(1),
    help: () => sheet($('help').hidden ? 'help' : null),
    back: () => sheet(null),
    leave,
  }
  const keys = { a: 'approve', r: 'reject', u: 'undo', z: 'zoom', '?': 'help', ArrowLeft: 'before', ArrowRight: 'after' }

  function refuse(button) {
    sheet(null)
    decide('rejected', button.dataset.reason, `No, ${button.lastChild.textContent.trim().toLowerCase()}`)
  }

  board.addEventListener('click', (event) => {
    const button = event.target.closest('[data-act], [data-reason]')
    if (button?.dataset.reason) refuse(button)
    else if (button) acts[button.dataset.act]()
  })

  document.addEventListener('keydown', (event) => {
    if (!board.open || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.target.closest('textarea')) {
      if (event.key === 'Escape') { event.preventDefault(); $('stage').focus() }
      return
    }
    if (event.key.toLowerCase() === 'c') { event.preventDefault(); $('comment').focus(); return }
    const number = $('why').hidden ? undefined : board.querySelectorAll('[data-reason]')[Number(event.key) - 1]
    const name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (number) { event.preventDefault(); refuse(number) }
    else if (name && !(zoomed() && event.key.startsWith('Arrow'))) { event.preventDefault(); acts[name]() }
  })

  board.addEventListener('cancel', (event) => { // Esc closes what is open, then leaves
    event.preventDefault()
    if (!$('why').hidden || !$('help').hidden) sheet(null)
    else if (document.activeElement !== $('comment')) leave()
  })

  // One finger, from where it came down to where it went up. A second finger makes it a pinch, which decides nothing.
  let from = null
  const stage = $('stage')
  const sheetOpen = () => !$('why').hidden || !$('help').hidden
  stage.addEventListener('pointerdown', (event) => { from = event.isPrimary ? { x: event.clientX, y: event.clientY } : null })
  stage.addEventListener('pointercancel', () => { from = null })
  // A swipe sideways is ours alone. Taken for a scroll by the browser, it would run on for a while after the finger
  // has gone, and the browser would swallow the tap on Undo that follows at once.
  stage.addEventListener('touchmove', (event) => {
    if (!from || event.touches.length > 1 || zoomed() || !event.cancelable) return
    const now = event.touches[0]
    if (Math.abs(now.clientX - from.x) > 2 * Math.abs(now.clientY - from.y)) event.preventDefault()
  }, { passive: false })
  stage.addEventListener('pointerup', (event) => {
    if (!from || sheetOpen()) return
    const [x, y] = [event.clientX - from.x, event.clientY - from.y]
    from = null
    if (event.pointerType === 'touch' && !zoomed() && Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) {
      x > 0 ? acts.approve() : acts.reject()
    } else if (Math.hypot(x, y) < 6 && event.target.closest('img')) zoom(!zoomed(), event)
  })

  window.addEventListener('pagehide', () => flush(true)) // what she decided is not lost with the page
  board.showModal()
  show()
  stage.focus()
  tell(byTouch ? 'Swipe right for yes, left for no; tap to zoom.' : 'A yes, R no, ? all keys.')
}
