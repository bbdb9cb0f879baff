// Reads QR codes from camera pictures, away from the page. Started by camera.js. First message:
// {lib, wasm}, the addresses of the vendored reader; then pictures {data, width, height}. Answers
// {ready}, {text} (null when the picture holds no code) or {error}. Only the answer that carries this
// file allows WebAssembly ('wasm-unsafe-eval'), and it forbids every other origin.

const options = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };

self.onmessage = async (e) => {
  const { lib, wasm, data, width, height } = e.data;
  try {
    if (lib) {
      importScripts(lib);
      await ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
      self.postMessage({ ready: true });
      return;
    }
    const picture = new ImageData(new Uint8ClampedArray(data), width, height);
    const found = await ZXingWASM.readBarcodes(picture, options);
    self.postMessage({ text: found.find((code) => code.isValid)?.text ?? null });
  } catch (err) {
    self.postMessage({ error: String(err) });
  }
};
