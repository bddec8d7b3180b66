/**
 * What Vitest runs before every test file: property tests draw the same cases each time, so that one commit passes or
 * fails whoever runs it. `X3D_SEED=7 npm run test:unit` draws others; a failure names the seed it was found with.
 */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env.X3D_SEED ?? 20261123) });
