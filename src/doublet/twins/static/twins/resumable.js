// Sends one file by tus 1.0.0: in pieces, again after a lost connection, from where the server says that it is.
// Answers the last response, whose body is the verdict; throws when it gave up.
const PIECE = 1024 * 1024
const PATIENCE = [500, 1000, 2000, 4000, 8000, 15000, 30000, 30000]

async function sendResumable(file, { url, token, wanted, onProgress }) {
  const base = { 'Tus-Resumable': '1.0.0', 'X-CSRFToken': token }
  const said = (name, text) => `${name} ${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}`
  const kept = `upload:${url}:${file.name}:${file.size}:${file.lastModified}`
  let place = sessionStorage.getItem(kept)
  let offset = place ? await whereAt(place, base) : null
  if (offset === null) {
    const metadata = [said('filename', file.name.slice(0, 100) || 'photo'), said('wanted', wanted || '')].join(',')
    const begun = await patiently(() => fetch(url, { method: 'POST', headers: { ...base, 'Upload-Length': file.size, 'Upload-Metadata': metadata } }))
    if (begun.status !== 201) throw new Error(await begun.text())
    place = begun.headers.get('Location')
    offset = 0
    sessionStorage.setItem(kept, place)
  }
  for (let failed = 0; offset < file.size;) {
    onProgress(offset / file.size, failed > 0)
    const piece = file.slice(offset, offset + PIECE)
    const headers = { ...base, 'Upload-Offset': offset, 'Content-Type': 'application/offset+octet-stream' }
    const answer = await fetch(place, { method: 'PATCH', body: piece, headers }).catch(() => null)
    if (answer?.status === 204) {
      offset = Number(answer.headers.get('Upload-Offset'))
      failed = 0
      continue
    }
    if (answer && answer.status < 500 && answer.status !== 409) {
      sessionStorage.removeItem(kept)
      throw new Error(await answer.text())
    }
    if (failed === PATIENCE.length) throw new Error('The connection is gone. Choose the photo again, and it goes on where it stopped.')
    await online(PATIENCE[failed++])
    offset = (await whereAt(place, base)) ?? offset
  }
  sessionStorage.removeItem(kept)
  onProgress(1, false)
  return patiently(() => fetch(place, { headers: { 'HX-Request': 'true' } }))
}

async function whereAt(place, headers) {
  const answer = await fetch(place, { method: 'HEAD', headers }).catch(() => null)
  return answer?.status === 200 ? Number(answer.headers.get('Upload-Offset')) : null
}

async function patiently(ask) {
  for (const wait of PATIENCE) {
    const answer = await ask().catch(() => null)
    if (answer && answer.status < 500) return answer
    await online(wait)
  }
  throw new Error('The connection is gone.')
}

// Waits a while, but no longer than until the network is back.
function online(wait) {
  return new Promise((done) => {
    setTimeout(done, wait)
    addEventListener('online', done, { once: true })
  })
}
