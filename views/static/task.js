// How far long work is. Without this file the page loads itself anew.

const box = document.querySelector("[data-task]");
const bar = box.querySelector("progress");
const label = box.querySelector("label > span");
const text = box.querySelector("[role=status]");
box.querySelector("[data-still]").hidden = true; // the link to look again

const ask = async () => {
  try {
    const answer = await fetch(box.dataset.task, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload(); // signed out, or gone: the page says so
    const state = await answer.json();
    if (state.ended) return location.replace(location.pathname);
    bar.value = state.done;
    if (label.textContent !== state.label) label.textContent = state.label;
    if (text.textContent !== state.text) text.textContent = state.text;
  } catch {
    // offline for a moment: the next question may be answered
  }
  setTimeout(ask, 1000);
};
setTimeout(ask, 1000);
