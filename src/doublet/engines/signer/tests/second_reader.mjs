// Reads files with c2pa-ts and prints, by file, the codes of what it found wrong.
// node second_reader.mjs FOLDER-WITH-NODE_MODULES FILE...
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
const part = (name) =>
  import(pathToFileURL(join(folder, 'node_modules/@trustnxt/c2pa-ts/dist', name, 'index.js')).href);
const { JPEG, PNG, BMFF } = await part('asset');
const { SuperBox } = await part('jumbf');
const { ManifestStore } = await part('manifest');

async function wrongWith(file) {
  const data = new Uint8Array(await readFile(file));
  const Format = [JPEG, PNG, BMFF].find((kind) => kind.canRead(data));
  if (!Format) return ['format not known'];
  const asset = new Format(data);
  const jumbf = asset.getManifestJUMBF();
  if (!jumbf) return ['no credential'];
  const result = await ManifestStore.read(SuperBox.fromBuffer(jumbf)).validate(asset);
  return result.statusEntries.filter((entry) => !entry.success).map((entry) => entry.code);
}

const found = {};
for (const file of files) found[file] = await wrongWith(file).catch((error) => [String(error)]);
console.log(JSON.stringify(found));
