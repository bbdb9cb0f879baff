// The guest's photo. Binds to [data-photo] with data-photo-url, where the picture is posted at once
// (multipart: "photo" and the hidden fields of its form named in data-photo-carry, "csrf act" by
// default), so that it is stored before the form is saved. Inside: video[data-photo-view],
// img[data-photo-still] (hidden), [data-photo-take] (a button with accesskey), [data-photo-again] and
// [data-photo-retry] (hidden), [data-photo-file] (the wrapper of an <input type="file" name="photo"
// accept="image/jpeg,image/png" capture="user">, for use without scripts or camera), and sentences
// [data-photo-says="sending|saved|failed|insecure|none|refused|busy"] (hidden). A page that already has
// its photo sets data-photo-have. html[data-camera] is set while the camera is on.

const root = document.documentElement;
const size = { width: 300, height: 400 };
for (const panel of document.querySelectorAll("[data-photo]")) bind(panel);

function bind(panel) {
  const part = (name) => panel.querySelector(`[data-photo-${name}]`);
  const [video, still, takeIt, again, retry] = ["view", "still", "take", "again", "retry"].map(part);
  const file = panel.querySelector("input[type=file]");
  let stream = null;
  let blob = null;

  const says = (...reasons) => {
    for (const el of panel.querySelectorAll("[data-photo-says]")) el.hidden = !reasons.includes(el.dataset.photoSays);
  };
  const off = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = video.srcObject = null;
    video.hidden = true;
    delete root.dataset.camera;
  };
  const buttons = (taken) => {
    takeIt.hidden = taken;
    again.hidden = !taken;
    retry.hidden = true;
  };

  const open = async () => {
    buttons(false);
    says();
    if (!window.isSecureContext || !navigator.mediaDevices) return without("insecure");
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false });
    } catch (err) {
      const reasons = { NotFoundError: "none", NotAllowedError: "refused", NotReadableError: "busy" };
      return without(reasons[err.name] ?? "none");
    }
    root.dataset.camera = "on";
    still.hidden = true;
    video.hidden = false;
    video.srcObject = stream;
    video.play().catch(() => {});
    takeIt.disabled = false;
  };
  const without = (reason) => {
    says(reason);
    takeIt.disabled = true;
    const row = part("file");
    if (row) row.hidden = false;
  };

  // Upright 3:4 out of the middle, small enough for the badge and the store.
  const crop = (source, width, height) => {
    const cut = Math.min(width / 3, height / 4);
    const canvas = Object.assign(document.createElement("canvas"), size);
    const pen = canvas.getContext("2d");
    pen.drawImage(source, (width - cut * 3) / 2, (height - cut * 4) / 2, cut * 3, cut * 4, 0, 0, size.width, size.height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  };

  const keep = async (picture) => {
    blob = picture;
    if (still.src.startsWith("blob:")) URL.revokeObjectURL(still.src);
    still.src = URL.createObjectURL(blob);
    still.hidden = false;
    buttons(true);
    await post();
  };

  const post = async () => {
    says("sending");
    retry.hidden = true;
    const form = panel.closest("form") ?? document.getElementById(panel.dataset.photoForm);
    const body = new FormData();
    for (const name of (panel.dataset.photoCarry ?? "csrf act").split(" ")) {
      const field = form?.elements[name];
      if (field) body.append(name, field.value);
    }
    body.append("photo", blob, "photo.jpg");
    try {
      const headers = { "HX-Request": "true" }; // an ended session then answers 401, not a sign-in page
      const res = await fetch(panel.dataset.photoUrl, { method: "POST", body, headers, signal: AbortSignal.timeout(10_000) });
      if (!res.ok) throw new Error(String(res.status));
      says("saved");
      if (file) file.value = "";
    } catch {
      says("failed");
      retry.hidden = false;
    }
  };

  takeIt.addEventListener("click", async () => {
    if (!stream || !video.videoWidth) return;
    const picture = await crop(video, video.videoWidth, video.videoHeight);
    off();
    await keep(picture);
    again.focus();
  });
  again.addEventListener("click", open);
  retry.addEventListener("click", post);
  file?.addEventListener("change", async () => {
    const chosen = file.files[0];
    const picture = chosen && (await createImageBitmap(chosen).catch(() => null));
    if (!picture) return says("failed");
    await keep(await crop(picture, picture.width, picture.height));
  });
  window.addEventListener("pagehide", off);
  if ("photoHave" in panel.dataset) buttons(true);
  else open();
}
