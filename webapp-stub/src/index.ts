// Mattermost's web app loads this bundle on every page and waits for it to name itself: without the call below it reports
// the plugin's web part as failed. The first version has no screens; everything is done by slash commands.
import {id} from '../../plugin.json';

import type {PluginClass} from './mattermost';

class Causeway implements PluginClass {
  initialize(): void {}

  uninitialize(): void {}
}

window.registerPlugin(id, new Causeway());
