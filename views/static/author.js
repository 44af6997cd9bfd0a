// The editor works without this file. It adds the tool bar, shows the text while it
// is typed, keeps it from time to time, and cleans what is pasted.

// mostPasted is how many characters are taken of what is pasted: twice what a
// text can hold, so that saving says it is too long.
const mostPasted = 40_000;

const form = document.querySelector("form[data-editor]");
if (form) {
  keep(form);
  const text = form.elements.body;
  if (text) {
    bar(form, text);
    look(form, text);
    text.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html");
      if (!html) return; // plain text is pasted as it is
      event.preventDefault();
      insert(text, toMarkdown(html).slice(0, mostPasted));
    });
  }
}

// insert puts words in the place of what is selected; undo takes them back, unless
// they are so many that a browser would be busy with that for minutes.
function insert(text, words) {
  text.focus();
  if (words.length > 20_000 || !document.execCommand("insertText", false, words)) {
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// bar is the tool bar: every button writes the Markdown that a person could type.
function bar(form, text) {
  const tools = form.querySelector(".author-bar");
  tools.hidden = false;
  const selected = () => text.value.slice(text.selectionStart, text.selectionEnd);
  const around = (mark) => {
    const words = selected() || "Text";
    insert(text, mark + words + mark);
  };
  // Whole lines are changed where lines are meant.
  const lines = (each) => {
    const from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    let to = text.value.indexOf("\n", text.selectionEnd);
    if (to < 0) to = text.value.length;
    text.setSelectionRange(from, to);
    insert(text, text.value.slice(from, to).split("\n").map(each).join("\n"));
  };
  const block = (words) => {
    const before = text.value.slice(0, text.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    insert(text, gap + words + "\n\n");
  };
  const acts = {
    h2: () => lines((line) => "## " + line.replace(/^#+\s*/, "")),
    h3: () => lines((line) => "### " + line.replace(/^#+\s*/, "")),
    bold: () => around("**"),
    italic: () => around("*"),
    code: () => around("`"),
    ul: () => lines((line) => "- " + line.replace(/^([-*]|\d+\.)\s+/, "")),
    ol: () => lines((line, i) => `${i + 1}. ` + line.replace(/^([-*]|\d+\.)\s+/, "")),
    quote: () => lines((line) => "> " + line),
    link: () => insert(text, `[${selected() || "Text"}](https://)`),
    table: () => block("| A | B |\n| --- | --- |\n| 1 | 2 |"),
    rule: () => block("---"),
    callout: (kind) => block(`> [!${kind}]\n> ${(selected() || "Text").split("\n").join("\n> ")}`),
    placeholder: (name) => insert(text, `{{${name}}}`),
    image: (name, box) => block(`![${box.dataset.alt}](${name})`),
  };
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) acts[button.dataset.do]();
  });
  tools.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.value) return;
    acts[box.dataset.do](box.value, box);
    box.value = "";
  });
}

// look shows the text as it will be read, soon after typing.
function look(form, text) {
  const shown = form.querySelector("[data-shown]");
  let timer = 0;
  let latest = 0;
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const turn = ++latest;
      try {
        const answer = await post(form.dataset.preview, new URLSearchParams({ body: text.value, lang: form.elements.lang.value }));
        if (answer.ok && turn === latest) shown.innerHTML = await answer.text(); // sanitised by the server
      } catch { /* without a network the last one stays */ }
    }, 500);
  });
}

function post(url, body, headers = {}) {
  return fetch(url, { method: "POST", body, credentials: "same-origin", headers: { "X-Form-Token": form.querySelector("[name=_csrf]")?.value ?? "", ...headers },
    signal: AbortSignal.timeout(10000) });
}

// keep saves what was typed two seconds after the last key. What somebody else has
// saved in between is never overwritten: then it stops and says so.
function keep(form) {
  const state = form.querySelector("[data-state]");
  let timer = 0;
  let busy = false;
  let wanted = false;
  let stopped = false;
  const save = async () => {
    if (busy || stopped || !wanted) return;
    busy = true;
    wanted = false;
    state.textContent = form.dataset.saving;
    try {
      const values = new URLSearchParams(new FormData(form));
      values.set("do", "save");
      const answer = await post(form.action, values, { Accept: "application/json" });
      const said = await answer.json();
      state.textContent = said.text;
      if (answer.ok) form.elements.seen.value = said.seen;
      if (answer.status === 409) stopped = true;
    } catch {
      state.textContent = form.dataset.failed;
      wanted = true;
      timer = setTimeout(save, 10000);
    }
    busy = false;
    if (wanted && !stopped) timer = setTimeout(save, 2000);
  };
  form.addEventListener("input", () => {
    wanted = true;
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  form.addEventListener("submit", (event) => {
    stopped = true; // the form itself carries everything
    clearTimeout(timer);
    if (!busy) return;
    event.preventDefault(); // an answer on its way still brings what was seen
    const again = setInterval(() => {
      if (busy) return;
      clearInterval(again);
      delete form.dataset.sent;
      form.requestSubmit(event.submitter);
    }, 100);
  });
}

// toMarkdown is what is kept of a page or a Word document: headings, paragraphs,
// lists, tables, links, bold and italic. Everything else is dropped: scripts,
// styles, pictures, comments, classes.
export function toMarkdown(html) {
  // The parser runs nothing; what the page's policy would complain about goes before.
  const plain = without(html, ["style", "script"]).replace(/<b\b[^<>]{0,2000}font-weight:\s*normal[^<>]{0,2000}>/gi, "<span>")
    .replace(/(\s)(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, "$1");
  const page = new DOMParser().parseFromString(plain, "text/html");
  return blocks(page.body).replace(/\n{3,}/g, "\n\n").trim();
}

// without leaves elements out with all they hold, up to their end or that of the text:
// in one go, however many are never closed.
function without(html, names) {
  for (const name of names) {
    const start = new RegExp(`<${name}\\b`, "gi");
    const end = new RegExp(`</${name}\\s*>`, "gi");
    let out = "";
    let at = 0;
    for (let found; (start.lastIndex = at, found = start.exec(html));) {
      out += html.slice(at, found.index);
      end.lastIndex = found.index;
      if (!end.exec(html)) return without(out, names.slice(names.indexOf(name) + 1));
      at = end.lastIndex;
    }
    html = out + html.slice(at);
  }
  return html;
}

const dropped = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "LINK", "NOSCRIPT", "TEMPLATE", "IFRAME", "OBJECT", "EMBED", "SVG", "MATH", "IMG", "VIDEO", "AUDIO", "CANVAS",
  "FORM", "INPUT", "BUTTON", "SELECT", "TEXTAREA", "O:P"]);
const blockTags = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "LI", "TABLE", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "ASIDE", "NAV", "BLOCKQUOTE", "PRE", "HR",
  "DL", "DT", "DD", "FIGURE", "FIGCAPTION", "BODY"]);

const escape = (words) => words.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/\{\{/g, "{\\{").replace(/!(?=\\\[)/g, "\\!");

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return escape(node.data.replace(/[\s\u00a0]+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || dropped.has(node.tagName.toUpperCase())) return "";
  const inner = [...node.childNodes].map(inline).join("");
  const words = inner.trim();
  const pad = (mark) => words ? (/^\s/.test(inner) ? " " : "") + mark + words + mark + (/\s$/.test(inner) ? " " : "") : inner;
  switch (node.tagName) {
    case "BR": return " ";
    case "B": case "STRONG": return pad("**");
    case "I": case "EM": return pad("*");
    case "A": {
      const to = node.getAttribute("href") ?? "";
      return words && /^(https?:|mailto:)/i.test(to) ? `[${words}](${to.replace(/[\s()<>]/g, encodeURIComponent)})` : inner;
    }
  }
  return inner;
}

function blocks(node) {
  let out = "";
  let run = ""; // inline content between blocks
  const flush = () => {
    const line = safeStart(run.trim());
    if (line) out += line + "\n\n";
    run = "";
  };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && dropped.has(child.tagName.toUpperCase())) continue;
    if (child.nodeType !== Node.ELEMENT_NODE || !holdsBlock(child)) {
      run += inline(child);
      continue;
    }
    flush();
    out += block(child);
  }
  flush();
  return out;
}

const blockNames = [...blockTags].join(",");
const holdsBlock = (node) => blockTags.has(node.tagName) || node.querySelector(blockNames) !== null;

// safeStart keeps the first characters of a paragraph from making it something else.
const safeStart = (line) => line.replace(/^(#{1,6}\s|[-+]\s|>|\d+[.)]\s|---|===)/, (mark) => /^\d/.test(mark) ? mark.replace(/[.)]/, "\\$&") : "\\" + mark);

function block(node) {
  const tag = node.tagName;
  if (/^H[1-6]$/.test(tag)) {
    const words = inline(node).trim();
    return words ? (tag === "H1" || tag === "H2" ? "## " : "### ") + words + "\n\n" : "";
  }
  if (tag === "UL" || tag === "OL") return list(node, "") + "\n";
  if (tag === "TABLE") return table(node);
  if (tag === "HR") return "";
  // Word writes lists as paragraphs.
  if (tag === "P" && /MsoListParagraph/.test(node.className)) {
    const words = inline(node).trim();
    const number = /^(\d+)\\?[.)]\s*/.exec(words);
    return (number ? `${number[1]}. ${words.slice(number[0].length)}` : "- " + words.replace(/^(\u00b7|\u2022|o|\u00a7|-|\\-)\s*/, "")) + "\n" + (/MsoListParagraph/.test(node.nextElementSibling?.className ?? "") ? "" : "\n");
  }
  return blocks(node);
}

function list(node, indent) {
  let out = "";
  let no = 0;
  for (const item of node.children) {
    if (item.tagName !== "LI") continue;
    no++;
    const mark = node.tagName === "OL" ? `${no}. ` : "- ";
    let words = "";
    let below = "";
    const walk = (from) => {
      for (const child of from.childNodes) {
        if (child.tagName === "UL" || child.tagName === "OL") below += list(child, indent + " ".repeat(mark.length));
        else if (child.nodeType === Node.ELEMENT_NODE && holdsBlock(child)) { walk(child); words += " "; }
        else words += inline(child);
      }
    };
    walk(item);
    out += indent + mark + words.replace(/\s+/g, " ").trim() + "\n" + below;
  }
  return out;
}

function table(node) {
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node).map((row) => [...row.children].filter((cell) => /^T[DH]$/.test(cell.tagName)).map((cell) => inline(cell).replace(/\s+/g, " ").trim()))
    .filter((row) => row.some((cell) => cell));
  if (rows.length === 0) return "";
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const line = (row) => "| " + Array.from({ length: width }, (_, i) => row[i] ?? "").join(" | ") + " |\n";
  return line(rows[0]) + line(Array(width).fill("---")) + rows.slice(1).map(line).join("") + "\n";
}
