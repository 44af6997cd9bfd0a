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

// A form with data-keep that was sent after the session had ended is filled in
// again after signing in: its values wait in this tab, a quarter of an hour at
// most. Pages on the way (body.plain) leave them there, any other page drops them.
// Forms of learners have no data-keep: nothing of theirs may stay in a browser that
// others use.
const typed = {
  key: "zaemme-typed",
  read() {
    try { return JSON.parse(sessionStorage.getItem(this.key)); } catch { return null; }
  },
  write(value) {
    try { sessionStorage.setItem(this.key, JSON.stringify(value)); } catch { /* full or forbidden: then nothing is kept */ }
  },
};
const here = location.pathname + location.search;
const fieldsOf = (form) => [...form.elements].filter((e) => e.name && !e.name.startsWith("_") && e.matches("textarea, select, input:not([type=hidden], [type=file], [type=password])"));
const kept = typed.read();
if (document.body.classList.contains("plain")) {
  if (kept && document.querySelector("[data-unsaved]")?.dataset.unsaved === kept.page) typed.write({ ...kept, lost: true });
} else if (kept) {
  sessionStorage.removeItem(typed.key);
  const form = [...document.forms].find((f) => f.method === "post" && f.action === kept.action);
  if (form && kept.lost && kept.page === here && Date.now() - kept.at < 15 * 60_000) {
    fieldsOf(form).forEach((field, i) => {
      const value = kept.values[i];
      if (field.name !== value?.[0]) return;
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = value[1];
      else field.value = value[1];
    });
  }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-keep]")) return;
  const values = fieldsOf(form).map((f) => [f.name, f.matches("[type=checkbox], [type=radio]") ? f.checked : f.value]);
  typed.write({ page: here, action: form.action, at: Date.now(), values });
});

// Answers that wait for the network (learner.js) go with the person.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/abmelden") return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("zaemme-answer|")) localStorage.removeItem(key);
  } catch { /* the browser keeps nothing */ }
});
