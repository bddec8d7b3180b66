/** The style sheets of the page that belong to no part of it, in the order they must stand. */
import './tokens.css';
import './base.css';
