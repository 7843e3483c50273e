/// The admin API as the console sees it: calls with a deadline and a size bound, answers as values.
///
/// What the API says is read tolerantly: a field that is not there is empty or zero, so that a console of one version
/// shows what an Atoll of another has.
@NullMarked
package atoll.console.api;

import org.jspecify.annotations.NullMarked;
