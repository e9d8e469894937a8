// Mattermost's web app loads this bundle on every page and waits for it to name itself: without the last line it reports
// the plugin's web part as failed.
import React from 'react';

import {id} from '../../plugin.json';

import {Channels} from './channels';
import {Connections} from './connections';
import type {PluginClass, Registry, State, Store} from './mattermost';
import {Panel} from './panel';
import {texts} from './texts';

function isShared(state: State): boolean {
  const {currentChannelId, channels} = state.entities.channels;
  return Boolean(channels[currentChannelId]?.shared);
}

class Causeway implements PluginClass {
  initialize(registry: Registry, store: Store): void {
    registry.registerAdminConsoleCustomSetting('Connections', Connections, {showTitle: false});
    registry.registerAdminConsoleCustomSetting('Channels', Channels, {showTitle: false});
    const {showRHSPlugin} = registry.registerRightHandSidebarComponent(() => <Panel store={store} />, texts.panel.title);
    registry.registerChannelHeaderMenuAction(texts.panel.entry, () => store.dispatch(showRHSPlugin), isShared);
  }

  uninitialize(): void {}
}

window.registerPlugin(id, new Causeway());
