// Loads the built bundle as a browser does, into a page that has nothing but registerPlugin.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import vm from 'node:vm';

const here = new URL('.', import.meta.url);
const bundle = readFileSync(new URL('../dist/main.js', here), 'utf8');
const manifest = JSON.parse(readFileSync(new URL('../../plugin.json', here), 'utf8'));

function load() {
  const registered = [];
  const window = {registerPlugin: (id, plugin) => registered.push({id, plugin})};
  vm.runInNewContext(bundle, {window});
  return {registered, globals: Object.keys(window)};
}

test('the bundle registers one plugin under the id of the manifest', () => {
  const {registered} = load();
  assert.equal(registered.length, 1);
  assert.equal(registered[0].id, manifest.id);
});

test('the plugin can be enabled, disabled and enabled again', () => {
  const {plugin} = load().registered[0];
  for (const round of [1, 2]) {
    assert.doesNotThrow(() => plugin.initialize({}, {}), `initialize, round ${round}`);
    assert.doesNotThrow(() => plugin.uninitialize(), `uninitialize, round ${round}`);
  }
});

test('the bundle leaves nothing else on the page', () => {
  assert.deepEqual(load().globals, ['registerPlugin']);
});
