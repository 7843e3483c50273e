/// How the commands write for people: tables, ages, timelines, and text from elsewhere made safe for a terminal.
@NullMarked
package atoll.server.command.text;

import org.jspecify.annotations.NullMarked;
