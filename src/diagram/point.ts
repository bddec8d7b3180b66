/** A point of the picture, in CSS pixels at zoom 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
