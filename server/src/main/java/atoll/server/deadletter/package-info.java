/// Dead letters as an operator deals with them: grouped by what they died of, replayed or dropped in the background.
///
/// A survey walks over all dead letters and groups them by job type and [atoll.server.observe.Cause]; it is made again
/// at
/// most every few seconds. A replay or a drop of many is an *action*: it goes on at its own pace after the request that
/// began it, can be looked at and cancelled, and is kept in the topic `atoll.action`. **An action survives a restart**:
/// it
/// goes on where its progress was last written down, so a few of its deliveries may be replayed twice, which does no
/// harm.
/// It means the deliveries that were dead when it began: one that dies again is not replayed again.
@NullMarked
package atoll.server.deadletter;

import org.jspecify.annotations.NullMarked;
