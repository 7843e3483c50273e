/// Tests of what is not shown of rules.
@NullMarked
package atoll.server.admin.rules;

import org.jspecify.annotations.NullMarked;
