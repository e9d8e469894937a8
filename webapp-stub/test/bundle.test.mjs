// The built bundle as a browser loads it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';

import {open} from './page.mjs';

const manifest = JSON.parse(readFileSync(new URL('../../plugin.json', import.meta.url), 'utf8'));

test('the bundle registers one plugin under the id of the manifest, and its screens for settings of the manifest', async () => {
  const page = await open();
  assert.equal(page.plugins.length, 1);
  assert.equal(page.plugins[0].id, manifest.id);
  page.start();
  const custom = manifest.settings_schema.settings.filter((one) => one.type === 'custom').map((one) => one.key);
  assert.deepEqual(Object.keys(page.settings).sort(), custom.sort());
});

test('the plugin can be enabled, disabled and enabled again', async () => {
  const page = await open();
  for (const round of [1, 2]) {
    assert.doesNotThrow(page.start, `initialize, round ${round}`);
    assert.doesNotThrow(() => page.plugins[0].plugin.uninitialize(), `uninitialize, round ${round}`);
  }
});

test('the bundle is small and brings no React of its own', () => {
  const bundle = readFileSync(new URL('../dist/main.js', import.meta.url));
  assert.ok(gzipSync(bundle).length < 150_000);
  assert.ok(!bundle.includes('react.production'));
});

test('every language says every text, with the same values', () => {
  const read = (name) => JSON.parse(readFileSync(new URL(`../src/i18n/${name}.json`, import.meta.url), 'utf8'));
  const values = (text) => [...new Set(text.match(/\{[a-z_]+/g) ?? [])].sort();
  const english = read('en');
  for (const name of ['de']) {
    const other = read(name);
    assert.deepEqual(Object.keys(other), Object.keys(english));
    for (const [key, text] of Object.entries(english)) assert.deepEqual(values(other[key]), values(text), `${name} ${key}`);
  }
});
