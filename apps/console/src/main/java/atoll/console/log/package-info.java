/// The topics of the log, who reads them, and their newest records.
@NullMarked
package atoll.console.log;

import org.jspecify.annotations.NullMarked;
