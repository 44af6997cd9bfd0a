// Ticking people off without a page for each: a click saves at once. Without this
// file each click loads the page again.
const list = document.querySelector("[data-tick]");
const state = document.querySelector("[data-tick-state]");
list?.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  const button = form.querySelector("button");
  if (button.dataset.busy) return;
  button.dataset.busy = "1";
  const body = new URLSearchParams(new FormData(form));
  body.set("present", button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (answer.status !== 204) throw new Error(String(answer.status));
    const here = button.value === "1";
    button.setAttribute("aria-pressed", String(here));
    button.value = here ? "0" : "1";
    state.textContent = list.dataset.tick.replace("%s", form.querySelector("b").textContent);
  } catch {
    state.textContent = list.dataset.tickFailed.replace("%s", form.querySelector("b").textContent);
  }
  delete button.dataset.busy;
});
