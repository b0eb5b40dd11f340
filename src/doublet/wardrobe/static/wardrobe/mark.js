// Points on a garment's photo: dragged, or moved by the arrow keys. The numbers in the form are what is sent.
const board = document.querySelector('[data-points]')
const where = document.getElementById('where')
const mirror = document.getElementById('mirror')
const [width, height] = [Number(board.dataset.width), Number(board.dataset.height)]
const points = Object.fromEntries([...board.querySelectorAll('.point')].map((it) => [it.dataset.point, it]))
const field = (name, axis) => document.getElementById(`id_${name}_${axis}`)
const at = (name) => [Number(field(name, 'x').value), Number(field(name, 'y').value)]
const round = (value, most) => Math.round(10 * Math.min(Math.max(value, 0), most - 1)) / 10

const say = (name) => {
  const [x, y] = at(name)
  where.textContent = `${points[name].dataset.words}: ${Math.round(x)}, ${Math.round(y)}`
}

const put = (name, x, y) => {
  field(name, 'x').value = round(x, width)
  field(name, 'y').value = round(y, height)
}

const draw = () => {
  for (const [name, it] of Object.entries(points)) it.setAttribute('transform', `translate(${at(name).join(' ')})`)
  for (const span of board.querySelectorAll('.span')) {
    const ends = (names, sign) => names.split(' ').map(at).sort((a, b) => sign * (a[1] - b[1]))[0]
    const [x1, y1] = ends(span.dataset.from, 1)
    const [x, y2] = ends(span.dataset.to, -1)
    const x2 = 'upright' in span.dataset ? x1 : x
    const [line, words] = span.children
    for (const [key, value] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(key, value)
    words.setAttribute('x', (x1 + x2) / 2)
    words.setAttribute('y', (y1 + y2) / 2)
  }
}

const move = (name, dx, dy) => {
  const [x, y] = at(name)
  put(name, x + dx, y + dy)
  const twin = points[name].dataset.twin
  if (twin && mirror.checked) {
    const [there, down] = at(twin)
    put(twin, there - dx, down + dy)
    points[twin].classList.add('moved')
  }
  points[name].classList.add('moved')
  draw()
  say(name)
}

const redraw = (name) => field(name, 'x').dispatchEvent(new Event('change', { bubbles: true }))

const onPhoto = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(board.getScreenCTM().inverse())

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

for (const [name, it] of Object.entries(points)) {
  let held = null
  it.setAttribute('tabindex', '0')
  it.setAttribute('role', 'button')
  it.setAttribute('aria-roledescription', 'movable point')
  it.setAttribute('aria-label', it.dataset.words)
  it.setAttribute('aria-describedby', 'keys')
  it.addEventListener('focus', () => say(name))
  it.addEventListener('pointerdown', (event) => {
    held = onPhoto(event)
    it.setPointerCapture(event.pointerId)
    it.focus()
    event.preventDefault()
  })
  it.addEventListener('pointermove', (event) => {
    if (!held) return
    const now = onPhoto(event)
    move(name, now.x - held.x, now.y - held.y)
    held = now
  })
  for (const end of ['pointerup', 'pointercancel']) it.addEventListener(end, () => {
    if (held) redraw(name)
    held = null
  })
  it.addEventListener('keydown', (event) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const far = event.shiftKey ? 10 : 1
    move(name, far * step[0], far * step[1])
    redraw(name)
  })
}

board.closest('form').addEventListener('input', draw)
mirror.addEventListener('change', (event) => event.stopPropagation())
for (const it of document.querySelectorAll('[data-script]')) it.hidden = false
for (const it of document.querySelectorAll('[data-no-script]')) it.remove()
draw()
