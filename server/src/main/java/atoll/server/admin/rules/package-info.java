/// The rules in force in the admin API, without what in them may be secret, and reading their files again.
@NullMarked
package atoll.server.admin.rules;

import org.jspecify.annotations.NullMarked;
