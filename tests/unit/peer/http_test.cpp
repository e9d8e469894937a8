#include <arpa/inet.h>
#include <curl/curl.h>
#include <gtest/gtest.h>

#include "peer/http/address_guard.h"
#include "peer/http/http_client.h"
#include "peer/http/outcome.h"
#include "peer/http/proxy.h"

namespace causeway::peer::http {
namespace {

TEST(AddressGuard, LetsOnlyPublicAddressesThrough) {
  for (const char* open :
       {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2002:808:808::1", "64:ff9b::808:808"}) {
    EXPECT_TRUE(may_be_public(open)) << open;
  }
  for (const char* closed : {"127.0.0.1",
                             "10.1.2.3",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.0.1",
                             "169.254.169.254",
                             "100.64.0.1",
                             "0.0.0.0",
                             "224.0.0.1",
                             "255.255.255.255",
                             "168.63.129.16",
                             "::",
                             "::1",
                             "fe80::1",
                             "fd00:ec2::254",
                             "ff02::1",
                             "::ffff:8.8.8.8",
                             "::ffff:127.0.0.1",
                             "64:ff9b::7f00:1",
                             "2002:7f00:1::1",
                             "2001:db8::1",
                             "localhost",
                             "a.localhost",
                             "localhost.",
                             "2130706433",
                             "0x7f000001",
                             "127.1",
                             "10.0.0.0x1"}) {
    EXPECT_FALSE(may_be_public(closed)) << closed;
  }
  EXPECT_TRUE(may_be_public("chat.example.com"));
  EXPECT_TRUE(may_be_public("example"));
}

TEST(Proxy, FollowsTheEnvironmentsExceptions) {
  const Proxies proxies{"http://proxy:3128", "", "corp.example.com, .internal"};
  EXPECT_EQ(proxy_for(proxies, true, "a.example.org"), "http://proxy:3128");
  EXPECT_EQ(proxy_for(proxies, true, "notcorp.example.com"), "http://proxy:3128");
  EXPECT_EQ(proxy_for(proxies, false, "a.example.org"), "");
  for (const char* straight :
       {"corp.example.com", "a.corp.example.com", "b.internal", "localhost", "127.0.0.1", "::1"}) {
    EXPECT_EQ(proxy_for(proxies, true, straight), "") << straight;
  }
  EXPECT_EQ(proxy_for({"http://proxy", "", "*"}, true, "a.example.org"), "");
}

TEST(TransferError, IsInDoubtOnlyWhenTheRequestMayHaveArrived) {
  using base::Next;
  EXPECT_EQ(transfer_error(CURLE_OPERATION_TIMEDOUT, true, false, "").next, Next::in_doubt);
  EXPECT_EQ(transfer_error(CURLE_OPERATION_TIMEDOUT, false, false, "").next, Next::retry_later);
  EXPECT_EQ(transfer_error(CURLE_RECV_ERROR, true, false, "").code, "peer_connection_lost");
  EXPECT_EQ(transfer_error(CURLE_COULDNT_CONNECT, false, false, "").next, Next::retry_later);
  EXPECT_EQ(transfer_error(CURLE_COULDNT_CONNECT, false, true, "").next, Next::refused);
  EXPECT_EQ(transfer_error(CURLE_PEER_FAILED_VERIFICATION, false, false, "").code, "peer_certificate");
  EXPECT_EQ(transfer_error(CURLE_WRITE_ERROR, true, false, "").code, "peer_bad_answer");
  EXPECT_EQ(transfer_error(CURLE_OUT_OF_MEMORY, true, false, "a\x1b[31m\nb").text, "a [31m b");
}

TEST(HttpClient, RefusesPlainHttpAndPrivateAddressesUnlessAllowed) {
  const model::RemoteId id("abcdefghijklmnopqrstuvwxyz");
  HttpClient strict(Options{});
  for (const char* url :
       {"http://a.example.com", "https://127.0.0.1:1", "https://[::1]:1", "https://169.254.169.254"}) {
    const auto result = strict.ping({id, url, "t"}, {}, {});
    ASSERT_FALSE(result.ok()) << url;
    EXPECT_EQ(result.error().code, "peer_refused") << url;
  }
}

}  // namespace
}  // namespace causeway::peer::http
