/// The web console for operators: pages over the admin API, with no privileges of their own.
///
/// [atoll.console.Console] builds everything by constructor and gives its routes to a server. Every page asks the admin
/// API over HTTP, makes a record of what it shows, and renders a compiled template. See ADR 0008.
@NullMarked
package atoll.console;

import org.jspecify.annotations.NullMarked;
