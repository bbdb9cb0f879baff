// Reads a QR code with the camera. Binds to [data-camera-scan], which names its files:
// data-camera-worker, data-camera-lib, data-camera-wasm. Inside: [data-camera-start] and
// [data-camera-stop] (buttons, hidden by the page until the script shows them), video[data-camera-view],
// and one sentence a reason, [data-camera-says="insecure|none|refused|busy|failed"], all hidden.
// The first code that is read goes to scanner.js by scan:read. After 60 s without one the camera goes
// off by itself. html[data-camera] is set while it is on.

const root = document.documentElement;
for (const panel of document.querySelectorAll("[data-camera-scan]")) bind(panel);

function bind(panel) {
  const start = panel.querySelector("[data-camera-start]");
  const end = panel.querySelector("[data-camera-stop]");
  const video = panel.querySelector("[data-camera-view]");
  const canvas = document.createElement("canvas");
  let stream = null;
  let worker = null;
  let limit = 0;

  const says = (reason) => {
    for (const el of panel.querySelectorAll("[data-camera-says]")) el.hidden = el.dataset.cameraSays !== reason;
  };
  const show = (on) => {
    start.hidden = on;
    if (end) end.hidden = !on;
    video.hidden = !on;
    if (on) root.dataset.camera = "on";
    else delete root.dataset.camera;
  };

  const stop = () => {
    clearTimeout(limit);
    for (const track of stream?.getTracks() ?? []) track.stop();
    worker?.terminate();
    stream = worker = video.srcObject = null;
    show(false);
  };

  const picture = () => {
    if (!stream || !worker) return;
    if (!video.videoWidth) return setTimeout(picture, 50);
    const scale = Math.min(1, 1280 / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    worker.postMessage({ data: data.buffer, width, height }, [data.buffer]);
  };

  const open = async () => {
    says(null);
    if (!window.isSecureContext || !navigator.mediaDevices) return says("insecure");
    start.disabled = true;
    try {
      const wanted = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: { ideal: "environment" } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch (err) {
      const reasons = { NotFoundError: "none", OverconstrainedError: "none", NotAllowedError: "refused", NotReadableError: "busy" };
      return says(reasons[err.name] ?? "failed");
    } finally {
      start.disabled = false;
    }
    show(true);
    stream.getVideoTracks()[0].onended = () => {
      stop();
      says("busy");
    };
    video.srcObject = stream;
    video.play().catch(() => {});
    limit = setTimeout(stop, 60_000);
    worker = new Worker(panel.dataset.cameraWorker);
    worker.onerror = () => {
      stop();
      says("failed");
    };
    worker.onmessage = ({ data }) => {
      if (data.error) return worker?.onerror();
      if (!data.text) return setTimeout(picture, 60);
      stop();
      document.dispatchEvent(new CustomEvent("scan:read", { detail: data.text }));
    };
    worker.postMessage({ lib: panel.dataset.cameraLib, wasm: panel.dataset.cameraWasm });
  };

  start.hidden = false;
  start.addEventListener("click", open);
  end?.addEventListener("click", stop);
  window.addEventListener("pagehide", stop);
}
