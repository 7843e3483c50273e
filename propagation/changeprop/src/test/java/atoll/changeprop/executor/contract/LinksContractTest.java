package atoll.changeprop.executor.contract;

import atoll.changeprop.executor.WikiMap;
import atoll.work.Executor;

class LinksContractTest extends HttpContract {
    @Override
    Dialect dialect() {
        return new Dialect(
                Peer.answer(200, "{\"query\":{\"embeddedin\":[{\"pageid\":1,\"ns\":0,\"title\":\"B\"}]}}"),
                Peer.answer(500, "out of luck"),
                Peer.answer(200, "{\"error\":{\"code\":\"invalidtitle\",\"info\":\"out of luck\"}}"),
                Peer.answer(200, SHOUTED, TOLD));
    }

    @Override
    Executor executor(Parts with, String url) {
        with.wikis = WikiMap.single(url);
        return with.executor("{uri: '/sys/links/transcludes/{message.page_title}'}");
    }

    /// The wiki is asked about the event's page.
    @Override
    String sent(String event) {
        return "/api.php?action=query&format=json&formatversion=2&maxlag=5&list=embeddedin&eititle="
                + Act.of(event).word() + "&eilimit=500";
    }
}
