import { type CSSProperties, type ReactNode, useMemo } from 'react';
import { BREAKPOINTS } from '../../state/view/breakpoints';
import type { Panel } from '../../state/view/session';
import { useDrawn, useFace, useSession } from '../app/useStudio';
import { DesignForm } from '../design/DesignForm';
import { useMedia } from '../kit/useMedia';
import { usePrinting } from '../kit/usePrinting';
import { DesignHandout } from './DesignHandout';
import { Dock } from './Dock';
import classes from './Frame.module.css';
import { faceNamed } from './faces';
import { Header } from './Header';
import { LeftOut } from './LeftOut';
import { LegalityNotice } from './LegalityNotice';
import { ResizeHandle } from './ResizeHandle';
import { Diagram, InspectorPanel, LessonReturn, SheetDrawer } from './rooms';
import { SheetBar } from './SheetBar';
import { Welcome } from './Welcome';

const PANEL_NAMES: Readonly<Record<Panel, string>> = {
  design: 'Design',
  inspector: 'Inspector',
  dock: 'Run and tables',
};

/** The header, under it a note about the whole page, and the face of the app that is shown. */
export function Frame() {
  const { Room } = faceNamed(useFace());
  if (!Room) return <Workbench />;
  return (
    <div className={classes.frame} data-face>
      <Header />
      <Note />
      <Room />
    </div>
  );
}

/** The rooms in their places: design form, graph, inspector, dock; on a narrow screen the graph and one sheet. */
function Workbench() {
  const narrow = useMedia(BREAKPOINTS.narrow);
  const sizes = useSession((session) => session.sizes);
  const panels = useShownPanels();
  const sheet = useSession((session) => session.sheet);
  const presenting = useSession((session) => session.presenting);
  const printing = usePrinting();
  const style = {
    '--design': panels.design ? `${sizes.design}px` : '0px',
    '--inspector': panels.inspector ? `${sizes.inspector}px` : '0px',
    '--dock': panels.dock ? `${sizes.dock}px` : '0px',
  } as CSSProperties;
  return (
    <>
      <div
        className={classes.frame}
        style={style}
        data-narrow={narrow || undefined}
        data-sheet={(narrow && sheet !== null) || undefined}
      >
        <Header />
        <Note />
        <Graph says={!narrow || sheet === null} />
        {!presenting && (narrow ? <Sheets /> : <Panels />)}
      </div>
      {printing && <DesignHandout />}
    </>
  );
}

/** A row of its own, which covers nothing: the way back to an open lesson; without one, what a link left out. */
function Note() {
  const inLesson = useSession((session) => session.lesson !== null);
  return inLesson ? <LessonReturn /> : <LeftOut />;
}

/**
 * The network on the screen; without its colours while the design on the form is another, illegal one.
 * @param says whether that is written under it; on a phone an open sheet has its place and says it
 */
function Graph({ says }: { says: boolean }) {
  const stale = useDrawn(({ design, legal }) => design !== legal);
  return (
    <main className={classes.graph} aria-label="Network">
      <div className={classes.picture} data-stale={stale || undefined}>
        <Diagram />
      </div>
      {says && <LegalityNotice />}
    </main>
  );
}

const ROOMS: Readonly<Record<Panel, ReactNode>> = {
  design: (
    <>
      <Welcome />
      <DesignForm />
    </>
  ),
  inspector: <InspectorPanel />,
  dock: <Dock />,
};

const PANELS: readonly Panel[] = ['design', 'inspector', 'dock'];

function Panels() {
  const panels = useShownPanels();
  return PANELS.filter((panel) => panels[panel]).map((panel) => (
    <section key={panel} className={classes.panel} data-panel={panel} aria-label={PANEL_NAMES[panel]}>
      <div className={classes.scroll}>{ROOMS[panel]}</div>
      <ResizeHandle panel={panel} label={`Size of the ${PANEL_NAMES[panel].toLowerCase()} panel`} />
    </section>
  ));
}

/** Panels that are neither folded away nor left out by a link. */
function useShownPanels(): Readonly<Record<Panel, boolean>> {
  const panels = useSession((session) => session.panels);
  const hidden = useSession((session) => session.hidden);
  const presenting = useSession((session) => session.presenting);
  return useMemo(() => {
    const shown = (panel: Panel) => panels[panel] && !presenting && !hidden.includes(panel);
    return { design: shown('design'), inspector: shown('inspector'), dock: shown('dock') };
  }, [panels, hidden, presenting]);
}

/** The graph alone, and what opens the panels over it. */
function Sheets() {
  return (
    <>
      <div className={classes.welcome}>
        <Welcome />
      </div>
      <SheetBar names={PANEL_NAMES} />
      <SheetDrawer names={PANEL_NAMES} rooms={ROOMS} />
    </>
  );
}
