/// The rules in force with what they match, and new ones: tried on past events, brought into force, taken back.
@NullMarked
package atoll.console.rules;

import org.jspecify.annotations.NullMarked;
