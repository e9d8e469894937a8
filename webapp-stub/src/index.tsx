// Mattermost's web app loads this bundle on every page and waits for it to name itself: without the call below it reports
// the plugin's web part as failed.
import React from './host/react';

import {id} from '../../plugin.json';

import {Channels} from './channels';
import {Connections} from './connections';
import type {PluginClass, Registry, Store} from './mattermost';
import {Panel} from './panel';
import {translations, useTexts} from './texts';

function PanelTitle() {
  return <>{useTexts()('causeway.panel')}</>;
}

class Causeway implements PluginClass {
  initialize(registry: Registry, store: Store): void {
    registry.registerTranslations(translations);
    // The keys are settings of plugin.json.
    registry.registerAdminConsoleCustomSetting('Connections', Connections, {showTitle: true});
    registry.registerAdminConsoleCustomSetting('Channels', Channels, {showTitle: true});
    const {showRHSPlugin} = registry.registerRightHandSidebarComponent(Panel, <PanelTitle />);
    registry.registerChannelHeaderMenuAction(
      <PanelTitle />,
      () => store.dispatch(showRHSPlugin),
      (state) => {
        const {channels, currentChannelId} = state.entities.channels;
        return channels[currentChannelId]?.shared === true;
      },
    );
  }

  uninitialize(): void {}
}

window.registerPlugin(id, new Causeway());
