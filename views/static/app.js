// Pages work without this file. It only makes them kinder.

// The summary of a form's errors takes focus, also where autofocus is ignored.
document.querySelector("[data-focus]")?.focus();

// A second click on the same button must not send the form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000); // a download leaves the page as it is
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return; // back from the browser's memory: forms may be sent again
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// Menus close with Escape and with a click elsewhere.
const close = (except) => {
  for (const menu of document.querySelectorAll("details.more[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => close(event.target.closest("details.more")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.more[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A filter applies when a choice is made; typed text waits for its button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

// A file over the limit is refused before it travels; the server refuses it too.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.dataset.max) return;
  const over = [...input.files].some((file) => file.size > Number(input.dataset.max));
  input.setCustomValidity(over ? input.dataset.maxText : "");
  if (over) input.reportValidity();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
