import { CONVENTIONS, type ConventionName } from '../../analysis/conventions';
import { PRESETS, type PresetName } from '../../design/presets';
import { memoised } from '../../memo/memoised';
import { COLOUR_MEASURES } from '../../present/measures';
import type { App } from '../../state/app';
import { architectureOf } from '../../state/document/derived';
import { suggestedName } from '../../state/document/designName';
import { takeStep } from '../../state/document/takeStep';
import { type PictureFormat, ZOOM_STEP } from '../../state/view/graphView';
import type { Measure, Panel } from '../../state/view/session';
import { askForDesignFile, copyLink, saveDesignFile } from '../app/designFiles';
import { late } from '../app/late';
import { takeSnapshot } from '../app/takeSnapshot';
import type { Command } from '../kit/command';
import { callPalette } from '../palette/typeAhead';
import { DOCK_TABS } from './dockTabs';

/** What is pressed after `s` (start from) and `v` (versus). */
const PRESET_KEYS: Readonly<Record<PresetName, string>> = {
  defaults: 'd',
  X2D: '2',
  XS: 'x',
  S: 's',
  M: 'm',
  L: 'l',
  XL: 'e',
};

/** What is pressed after `c` (colour). */
const MEASURE_KEYS: Readonly<Record<Measure, string>> = {
  kind: 'k',
  parameters: 'p',
  macs: 'm',
  activations: 'a',
  receptiveField: 'r',
  time: 't',
  learning: 'l',
  difference: 'd',
};

/** What is pressed after `n` (numbers). */
const CONVENTION_KEYS: Readonly<Record<ConventionName, string>> = {
  macs: 'm',
  flops: 'f',
  mmcv: 'c',
  mmengine: 'e',
  pytorchvideo: 'p',
};

/** What the picture is saved as, and what is pressed after `a` (as). */
const PICTURES: readonly { readonly format: PictureFormat; readonly name: string; readonly key: string }[] = [
  { format: 'svg', name: 'SVG', key: 's' },
  { format: 'png', name: 'PNG', key: 'p' },
  { format: 'mmd', name: 'Mermaid', key: 'm' },
];

/** A command whose group stands above it in the table. */
type Entry = Omit<Command, 'group'>;

function inGroup(group: Command['group'], entries: readonly Entry[]): readonly Command[] {
  return entries.map((entry) => ({ ...entry, group }));
}

/** Everything the app can be told to do. Menus, the palette, the keys and their list are folds over this table. */
export const commandsOf: (app: App) => readonly Command[] = memoised((app) => [
  ...inGroup('Screen', [
    {
      id: 'palette',
      name: 'Find a layer or a command',
      keys: [{ key: 'k', mod: true }, { key: '/' }],
      words: 'palette search go to',
      run: () => callPalette(app),
    },
    {
      id: 'keys',
      name: 'Show all keys',
      keys: [{ key: '?' }],
      words: 'help shortcuts keyboard',
      run: () => app.session.setState({ overlay: 'keys' }),
    },
    {
      id: 'run',
      name: 'Run',
      // The second works inside a field too.
      keys: [{ key: 'r' }, { key: 'Enter', mod: true }],
      words: 'network clip classes start infer predict',
      // What runs brings workers along, which the first picture does without.
      run: () => late(app, import('./runNow'), ({ runNow }) => runNow(app)),
      possible: () => {
        const { status } = app.runStore.getState();
        return status.kind !== 'working' || status.purpose === 'preview';
      },
    },
  ]),
  ...inGroup('Design', [
    {
      id: 'undo',
      name: 'Undo',
      keys: [{ key: 'z', mod: true }],
      run: () => takeStep(app, 'undo'),
      possible: () => app.document.history.getState().past.length > 0,
    },
    {
      id: 'redo',
      name: 'Redo',
      keys: [
        { key: 'z', mod: true, shift: true },
        { key: 'y', mod: true },
      ],
      run: () => takeStep(app, 'redo'),
      possible: () => app.document.history.getState().future.length > 0,
    },
    {
      id: 'snapshot',
      name: 'Take a snapshot of the design',
      keys: [{ key: 's', mod: true }],
      words: 'save name version',
      run: () => {
        const { name } = takeSnapshot(app, suggestedName(app.document.getState()));
        app.notices.notify(`Snapshot “${name}” is taken.`, {
          label: 'Show',
          run: () => app.session.setState({ overlay: 'designs' }),
        });
      },
    },
    {
      id: 'designs',
      name: 'Open a design',
      keys: [{ key: 'o', mod: true }],
      words: 'snapshots drafts versions saved',
      run: () => app.session.setState({ overlay: 'designs' }),
    },
    {
      id: 'link',
      name: 'Copy a link to this design',
      keys: [{ key: 'l' }],
      words: 'share url',
      run: () => void copyLink(app),
    },
    {
      id: 'saveFile',
      name: 'Save the design as JSON',
      keys: [{ key: 's', mod: true, shift: true }],
      words: 'file download',
      run: () => saveDesignFile(app),
    },
    {
      id: 'open',
      name: 'Open a checkpoint, a video or a design',
      keys: [{ key: 'o' }],
      words: 'file load weights pth pyth safetensors onnx',
      // What opens files brings readers and workers along, which the first picture does without.
      run: () => late(app, import('./openFile'), ({ askForFile }) => askForFile(app)),
    },
    {
      id: 'export',
      name: 'Export: ONNX, weights, source',
      keys: [{ key: 'e' }],
      words: 'save file download onnx safetensors pth pytorch mmaction2 slowfast',
      run: () => app.session.setState({ overlay: 'export' }),
    },
    {
      id: 'openFile',
      name: 'Open a design or a configuration',
      keys: [{ key: 'o', shift: true }],
      words: 'file load import json python yaml mmaction2 slowfast config paste',
      run: () => askForDesignFile(app),
    },
    {
      id: 'dropOverrides',
      name: 'Drop everything set by hand',
      keys: [{ key: 'h', shift: true }],
      words: 'overrides reset stages',
      run: () => app.document.setDesign({ ...app.document.getState().design, overrides: {} }),
      possible: () =>
        Object.values(app.document.getState().design.overrides).some((set) => Object.keys(set ?? {}).length > 0),
    },
    ...PRESETS.map(
      ({ name, label }): Entry => ({
        id: `preset.${name}`,
        name: `Start from ${label}`,
        keys: [{ after: 's', key: PRESET_KEYS[name] }],
        words: 'preset',
        run: () => app.document.choosePreset(name),
      }),
    ),
  ]),
  ...inGroup('Compare', [
    {
      id: 'pin',
      name: 'Pin this design to compare with it',
      keys: [{ key: 'p' }],
      words: 'difference diff',
      run: () => {
        app.comparison.pinCurrent(suggestedName(app.document.getState()));
        app.session.openDockTab('compare');
      },
    },
    ...PRESETS.map(
      ({ name, label, design }): Entry => ({
        id: `compare.${name}`,
        name: `Compare with ${label}`,
        keys: [{ after: 'v', key: PRESET_KEYS[name] }],
        words: 'difference diff pin',
        run: () => {
          app.comparison.pin({ title: label, design, preset: name });
          app.session.openDockTab('compare');
        },
      }),
    ),
    {
      id: 'unpin',
      name: 'Compare no longer',
      keys: [{ key: 'p', shift: true }],
      words: 'unpin',
      run: app.comparison.unpin,
      possible: () => app.comparison.getState().pinned !== null,
    },
  ]),
  ...inGroup('Graph', [
    ...(['stages', 'blocks', 'layers'] as const).map(
      (level, index): Entry => ({
        id: `level.${level}`,
        name: `Show ${level}`,
        keys: [{ key: String(index + 1) }],
        words: 'level open',
        run: () => app.session.setLevel(level),
      }),
    ),
    {
      id: 'fold',
      name: 'Fold or unfold what repeats',
      keys: [{ key: 'u' }],
      words: 'blocks runs spread collapse expand',
      run: () => app.session.foldHere(architectureOf(app.document.getState().legal)),
    },
    {
      id: 'showAll',
      name: 'Show the whole network',
      keys: [{ key: 'f' }],
      words: 'fit zoom',
      run: () => app.graphView.getState().view?.showAll(),
    },
    {
      id: 'zoomToSelection',
      name: 'Zoom to the selection',
      keys: [{ key: 'z' }],
      run: () => {
        const { view, seen } = app.graphView.getState();
        if (seen !== null) view?.zoomTo(seen);
      },
      possible: () => app.graphView.getState().seen !== null,
    },
    {
      id: 'zoomIn',
      name: 'Zoom in',
      keys: [{ key: '+' }, { key: '=' }],
      run: () => app.graphView.getState().view?.zoomBy(ZOOM_STEP),
    },
    {
      id: 'zoomOut',
      name: 'Zoom out',
      keys: [{ key: '-' }],
      run: () => app.graphView.getState().view?.zoomBy(1 / ZOOM_STEP),
    },
    {
      id: 'turn',
      name: 'Turn the graph',
      keys: [{ key: 'd' }],
      words: 'direction horizontal vertical',
      run: () =>
        app.session.setState({
          direction: app.session.getState().direction === 'horizontal' ? 'vertical' : 'horizontal',
        }),
    },
    {
      id: 'nextMeasure',
      name: 'Colour by the next measure',
      keys: [{ after: 'c', key: 'c' }],
      run: () =>
        app.session.setState({
          measure: after(
            COLOUR_MEASURES.map(({ value }) => value),
            app.session.getState().measure,
          ),
        }),
    },
    ...COLOUR_MEASURES.map(
      ({ value, label }): Entry => ({
        id: `measure.${value}`,
        name: `Colour by ${label.toLowerCase().replace('macs', 'MACs')}`,
        keys: [{ after: 'c', key: MEASURE_KEYS[value] }],
        run: () => app.session.setState({ measure: value }),
      }),
    ),
    ...PICTURES.map(
      ({ format, name, key }): Entry => ({
        id: `picture.${format}`,
        name: `Save the picture as ${name}`,
        keys: [{ after: 'a', key }],
        words: 'export download image figure paper',
        run: () => void app.graphView.getState().save?.(format),
        possible: () => app.graphView.getState().save !== null,
      }),
    ),
    {
      id: 'deselect',
      name: 'Select nothing',
      keys: [{ key: 'Escape' }],
      run: () => app.session.setState({ selected: null }),
      possible: () => app.session.getState().selected !== null,
    },
  ]),
  ...inGroup('Screen', [
    {
      id: 'nextConvention',
      name: 'Count by the next convention',
      keys: [{ after: 'n', key: 'n' }],
      words: 'MACs FLOPs',
      run: () =>
        app.session.setState({
          convention: after(
            CONVENTIONS.map(({ name }) => name),
            app.session.getState().convention,
          ),
        }),
    },
    ...CONVENTIONS.map(
      ({ name, label, unit }): Entry => ({
        id: `convention.${name}`,
        name: label === unit ? `Count in ${unit}` : `Count in ${unit} as ${label} does`,
        keys: [{ after: 'n', key: CONVENTION_KEYS[name] }],
        words: 'convention',
        run: () => app.session.setState({ convention: name }),
      }),
    ),
    ...DOCK_TABS.map(
      ({ id, name, key, shift }): Entry => ({
        id: `tab.${id}`,
        name: `Open ${name}`,
        keys: [{ key, ...(shift && { shift }) }],
        words: 'dock tab panel',
        run: () => app.session.openDockTab(id),
      }),
    ),
    {
      id: 'face.design',
      name: 'Turn to the designer',
      keys: [{ after: 'g', key: 'd' }],
      words: 'design graph form back',
      run: () => app.session.setState({ face: 'design' }),
    },
    {
      id: 'face.explore',
      name: 'Explore how it scales',
      keys: [{ after: 'g', key: 'e' }],
      words: 'scaling chart expansion budget sweep axes gamma X2D pareto heat map',
      run: () => app.session.setState({ face: 'explore' }),
    },
    {
      id: 'face.train',
      name: 'Train the network',
      keys: [{ after: 'g', key: 'r' }],
      words: 'learn motion gradient epoch recipe loss accuracy',
      run: () => app.session.setState({ face: 'train' }),
    },
    {
      id: 'lessons',
      name: 'Take a lesson',
      keys: [{ after: 'g', key: 'l' }],
      words: 'learn teach course',
      run: () => {
        app.lessons.openRoom('lessons');
        app.session.setState({ face: 'learn' });
      },
    },
    {
      id: 'glossary',
      name: 'Look up a term',
      keys: [{ after: 'g', key: 't' }],
      words: 'glossary gamma MAC FLOP SE receptive field bottleneck explain',
      run: () => {
        if (app.session.getState().lesson !== null) app.lessons.leave();
        app.lessons.openRoom('glossary');
        app.session.setState({ face: 'learn' });
      },
    },
    {
      id: 'teach',
      name: 'Make a link for a class',
      keys: [{ after: 'g', key: 'c' }],
      words: 'teacher share lesson hide',
      run: () => app.session.setState({ overlay: 'teach' }),
    },
    {
      id: 'present',
      name: 'Present to a room',
      keys: [{ key: 'y' }],
      words: 'projector large type beamer full screen teacher',
      run: () => app.session.setState({ presenting: !app.session.getState().presenting }),
    },
    {
      id: 'print',
      name: 'Print, or save as PDF',
      keys: [{ after: 'g', key: 'p' }],
      words: 'paper handout pdf',
      run: () => window.print(),
    },
    panelCommand(app, 'design', 'design panel', '['),
    panelCommand(app, 'dock', 'dock', '`'),
    panelCommand(app, 'inspector', 'inspector', ']'),
    {
      id: 'theme',
      name: 'Switch between light and dark',
      keys: [{ key: 't' }],
      words: 'theme colour scheme',
      run: () => app.session.setState({ theme: document.querySelector('[data-scheme="dark"]') ? 'light' : 'dark' }),
    },
    {
      id: 'themeAuto',
      name: 'Light or dark as the system',
      keys: [{ key: 't', shift: true }],
      words: 'theme',
      run: () => app.session.setState({ theme: 'auto' }),
    },
  ]),
]);

export function commandNamed(app: App, id: string): Command {
  const command = commandsOf(app).find((candidate) => candidate.id === id);
  if (!command) throw new Error(`There is no command ${id} in the table of commands.`);
  return command;
}

function panelCommand(app: App, panel: Panel, name: string, key: string): Entry {
  return {
    id: `panel.${panel}`,
    name: `Fold or show the ${name}`,
    keys: [{ key }],
    run: () => app.session.showPanel(panel, !app.session.getState().panels[panel]),
  };
}

function after<T>(values: readonly T[], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
