package atoll.changeprop.executor.contract;

import atoll.changeprop.executor.MediaWikiExecutor;
import atoll.changeprop.executor.WikiMap;
import atoll.work.Executor;
import tools.jackson.databind.node.JsonNodeFactory;

class MediaWikiContractTest extends HttpContract {
    @Override
    Dialect dialect() {
        return new Dialect(
                Peer.answer(200, "{\"status\":true,\"error\":null,\"caught\":[]}"),
                Peer.answer(500, "{\"message\":\"Internal Server Error\",\"error\":\"out of luck\",\"status\":false}"),
                Peer.answer(403, "{\"message\":\"out of luck\"}"),
                Peer.answer(500, "{\"error\":" + JsonNodeFactory.instance.stringNode(SHOUTED) + "}", TOLD));
    }

    @Override
    String shoutedBeginning() {
        return "{\"error\":\"out\\t\\u0007of\\r\\n<b>luck</b>";
    }

    @Override
    Executor executor(Parts with, String url) {
        with.wiki = new MediaWikiExecutor(with.http, () -> WikiMap.single(url), with.lag, with.time);
        return with.executor("mediawiki");
    }
}
