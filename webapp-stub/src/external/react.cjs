// Mattermost's web app brings React; the bundle has none of its own.
module.exports = window.React;
