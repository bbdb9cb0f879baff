import {readFile, writeFile, mkdir} from 'node:fs/promises';
import subset from 'subset-font';
const out = process.argv[2];
await mkdir(out, {recursive: true});
const range = (a, b) => String.fromCodePoint(...Array.from({length: b - a + 1}, (_, i) => a + i));
// ASCII, Latin-1, Latin Extended-A, S and T with comma below, then the
// punctuation that our texts use.
const text = range(0x20, 0x7e) + range(0xa0, 0xff) + range(0x100, 0x17f) + 'ȘșȚț' + '–—‘’‚“”„•…‹›€№→←↑↓−×✓≤≥';
const jakarta = 'node_modules/@expo-google-fonts/plus-jakarta-sans/';
for (const [name, file] of [
  ['jakarta-regular', '400Regular/PlusJakartaSans_400Regular.ttf'],
  ['jakarta-bold', '700Bold/PlusJakartaSans_700Bold.ttf'],
  ['jakarta-extrabold', '800ExtraBold/PlusJakartaSans_800ExtraBold.ttf'],
]) {
  const b = await subset(await readFile(jakarta + file), text, {targetFormat: 'truetype'});
  await writeFile(`${out}/${name}.ttf`, b); console.log(name, b.length);
}
const mono = await readFile(process.argv[3]);
const b = await subset(mono, range(0x20, 0x7e), {targetFormat: 'truetype', variationAxes: {wght: 700}});
await writeFile(`${out}/atkinson-mono-bold.ttf`, b); console.log('mono', b.length);
