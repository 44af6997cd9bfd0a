// Signing in with a card works without this file: the number can be typed. It reads
// the QR code where the browser can, and shows keys for the PIN on a shared tablet.

const scan = document.querySelector("[data-scan]");
if (scan && "BarcodeDetector" in window && navigator.mediaDevices) offerCamera(scan);

const pad = document.querySelector("[data-pad]");
if (pad) showKeys(pad);

async function offerCamera(scan) {
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return;
  const button = scan.querySelector("[data-start]");
  const picture = scan.querySelector("[data-picture]");
  const words = scan.querySelector("[data-words]");
  scan.hidden = false;
  button.addEventListener("click", async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      words.textContent = words.dataset.refused;
      return;
    }
    button.hidden = true;
    picture.hidden = false;
    picture.srcObject = stream;
    await picture.play();
    words.textContent = words.dataset.look;
    const found = await look(picture, words);
    for (const track of stream.getTracks()) track.stop();
    if (!found) return; // the page has gone on
    const form = scan.closest("form");
    form.elements.card.value = found;
    form.requestSubmit();
  });
}

// The token of the first card of this server that the picture shows.
async function look(picture, words) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  while (picture.isConnected) {
    for (const { rawValue } of await detector.detect(picture).catch(() => [])) {
      const token = rawValue.startsWith(location.origin + "/k/") && rawValue.slice(location.origin.length + 3);
      if (token) return token;
      words.textContent = words.dataset.other;
    }
    await new Promise(requestAnimationFrame);
  }
  return "";
}

function showKeys(pad) {
  const input = pad.closest("form").elements[pad.dataset.pad];
  input.inputMode = "none"; // the tablet's own keyboard would cover the keys
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key === undefined) return;
    input.value = key === "" ? input.value.slice(0, -1) : (input.value + key).slice(0, 6);
  });
}
