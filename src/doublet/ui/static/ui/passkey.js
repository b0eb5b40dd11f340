// Says in words on the page when a passkey was not accepted; without this the browser stays silent.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  const button = document.querySelector('#passkey_login, [id^=mfa_webauthn]')
  if (!button || button.parentElement.querySelector('[role=alert]')) return
  const words = document.createElement('p')
  words.setAttribute('role', 'alert')
  words.textContent = 'The passkey was not accepted, or asking for it was cancelled. Try again, or use the password.'
  button.after(words)
})
