// Draws an Adaptive Card by Microsoft's own renderer, in the colours that Teams gives it.

import * as AdaptiveCards from "adaptivecards";
import MarkdownIt from "markdown-it";

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = new MarkdownIt().render(text);
  result.didProcess = true;
};

const COLOURS = {
  light: { text: "#242424", subtle: "#5c5c5c", bad: "#b10e1c", card: "#ffffff", set: "#f0f0f0", link: "#4f52b2" },
  dark: { text: "#ffffff", subtle: "#adadad", bad: "#f9526b", card: "#292929", set: "#1f1f1f", link: "#9ea2ff" },
};

function settings(theme) {
  const { text, subtle, bad, card, set, link } = COLOURS[theme];
  const colour = (normal) => ({ default: normal, subtle: normal === text ? subtle : normal });
  const colours = { default: colour(text), attention: colour(bad), accent: colour(link), good: colour(text), warning: colour(bad) };
  return {
    fontFamily: "'Segoe UI', Selawik, 'Liberation Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    supportsInteractivity: true,
    actions: { maxActions: 6, actionsOrientation: innerWidth < 500 ? "vertical" : "horizontal", actionAlignment: "left", buttonSpacing: 8 },
    containerStyles: {
      default: { backgroundColor: card, foregroundColors: colours },
      emphasis: { backgroundColor: set, foregroundColors: colours },
    },
    inputs: { label: { inputSpacing: "small", requiredInputs: {}, optionalInputs: {} } },
  };
}

window.show = (payload, theme) => {
  document.documentElement.dataset.theme = theme;
  for (const menu of document.querySelectorAll(".ac-ctrl-overlay")) menu.remove(); // of the card before
  const made = new AdaptiveCards.AdaptiveCard();
  made.hostConfig = new AdaptiveCards.HostConfig(settings(theme));
  const reading = new AdaptiveCards.SerializationContext();
  made.parse(payload, reading);
  window.pressed = [];
  made.onExecuteAction = (action) => window.pressed.push({ kind: action.getJsonTypeName(), verb: action.verb, data: action.data });
  document.getElementById("screen").replaceChildren(made.render());
  const faults = [...Array(reading.eventCount).keys()].map((at) => reading.getEventAt(at).message);
  const first = (payload.actions ?? []).filter((action) => action.mode !== "secondary").length;
  const complaints = made.validateProperties().validationEvents // it counts what stands in the overflow menu, too
    .filter((one) => one.event !== AdaptiveCards.ValidationEvent.TooManyActions || first > settings(theme).actions.maxActions);
  return faults.concat(complaints.map((one) => one.message));
};
