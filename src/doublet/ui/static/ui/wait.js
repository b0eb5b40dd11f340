// A form that takes a while says so: its element [data-wait] appears, and it cannot be sent twice.
document.addEventListener("submit", (event) => {
  const wait = event.target.querySelector("[data-wait]");
  if (!wait || event.defaultPrevented) return;
  wait.hidden = false;
  setTimeout(() => event.target.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
