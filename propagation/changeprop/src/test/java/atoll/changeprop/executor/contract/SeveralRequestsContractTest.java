package atoll.changeprop.executor.contract;

import atoll.work.Executor;

/// The last of several requests decides here.
class SeveralRequestsContractTest extends RequestContractTest {
    @Override
    Executor executor(Parts with, String url) {
        String body = "body: '{{globals.message}}'";
        return with.executor("[{method: put, uri: '" + url + Peer.FIRST + "', " + body + "}, {method: post, uri: '"
                + url + "/run', " + body + "}]");
    }
}
