/// Who may send events: producers in allowed networks, and those that show a token in the URL. MediaWiki sends no
/// headers of
/// its own, but keeps the query string of the URL it is given.
@NullMarked
package atoll.changeprop.intake.access;

import org.jspecify.annotations.NullMarked;
