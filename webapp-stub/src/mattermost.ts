// What Mattermost's web app offers to a plugin's bundle, as far as Causeway uses it.

// Handed to initialize(); grows a method with the first screen that needs one.
export type Registry = object;
export type Store = object;

export interface PluginClass {
  // Called once after the bundle was loaded, and again after the plugin was disabled and enabled.
  initialize(registry: Registry, store: Store): void;
  // Called when the plugin is disabled or removed; the page stays.
  uninitialize(): void;
}

declare global {
  interface Window {
    registerPlugin(id: string, plugin: PluginClass): void;
  }
}
