// Each rule catches what it is there for, and lets its neighbour pass.
#include <gtest/gtest.h>

#include "house_rules/layers.h"
#include "house_rules/rules.h"

namespace causeway::house_rules {
namespace {

using Rule = std::vector<std::string> (*)(const Source&);

std::size_t findings(Rule rule, const std::string& path, const std::string& text) {
  return rule(make_source(path, text)).size();
}

std::string repeated(const std::string& line, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line;
  return text;
}

TEST(IncludesGoDown, CatchesAnArrowUp) {
  EXPECT_EQ(findings(includes_go_down, "server/model/a.h", "#include \"store/store.h\"\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/base/a.h", "#include \"json/value.h\"\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/gorpc/a.h", "#include \"model/post.h\"\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/store/store.h", "#include \"store/postgres/pool.h\"\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/model/a.h", "#include \"base/result.h\"\n#include <string>\n"), 0U);
}

TEST(IncludesGoDown, KeepsTheRiversApart) {
  EXPECT_EQ(findings(includes_go_down, "server/outbound/collect/a.cpp", "#include \"inbound/receiver.h\"\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/admin/a.cpp", "#include \"remotes/heartbeat.h\"\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/inbound/a.cpp", "#include \"store/postgres/pool.h\"\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/inbound/a.cpp", "#include \"store/store.h\"\n"), 0U);
  EXPECT_EQ(findings(includes_go_down, "server/routes/a.cpp", "#include \"inbound/receiver.h\"\n"), 0U);
}

TEST(IncludesGoDown, WallsInThirdParties) {
  EXPECT_EQ(findings(includes_go_down, "server/peer/a.cpp", "#include <curl/curl.h>\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/peer/http/a.cpp", "#include <curl/curl.h>\n"), 0U);
  EXPECT_EQ(findings(includes_go_down, "server/store/a.cpp", "  #  include <Poco/Data/Session.h>\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/model/a.cpp", "#include <absl/strings/str_cat.h>\n"), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/gorpc/a.cpp", "#include <sys/socket.h>\n"), 0U);
}

TEST(IncludesGoDown, KnowsEveryFolder) {
  EXPECT_EQ(findings(includes_go_down, "server/misc/a.cpp", ""), 1U);
  EXPECT_EQ(findings(includes_go_down, "server/base/a.cpp", "#include \"log.h\"\n"), 1U) << "not named from server/";
  EXPECT_EQ(findings(includes_go_down, "server/main.cpp", "#include \"plugin/plugin.h\"\n"), 0U);
}

TEST(LinksAreWalled, LetsTheHouseAsItShouldBePass) {
  EXPECT_TRUE(links_are_walled(parse_links("causeway_base|causeway_spdlog|$<LINK_ONLY:causeway_spdlog>\n"
                                           "causeway_json|causeway_base;causeway_nlohmann|causeway_base;"
                                           "$<LINK_ONLY:causeway_nlohmann>\n"
                                           "causeway_model||causeway_base\n"))
                  .empty());
}

TEST(LinksAreWalled, CatchesALeakAStrangerAndAnArrowUp) {
  EXPECT_EQ(links_are_walled(parse_links("causeway_base|causeway_spdlog|causeway_spdlog\n")).size(), 1U) << "handed on";
  EXPECT_EQ(links_are_walled(parse_links("causeway_model|causeway_curl|$<LINK_ONLY:causeway_curl>\n")).size(), 1U);
  EXPECT_EQ(links_are_walled(parse_links("causeway_model|causeway_store|causeway_store\n")).size(), 1U);
  EXPECT_EQ(links_are_walled(parse_links("causeway_model|z|$<LINK_ONLY:z>\n")).size(), 1U);
  EXPECT_EQ(links_are_walled(parse_links("causeway_misc||\n")).size(), 1U);
  EXPECT_EQ(links_are_walled(parse_links("causeway_crypto|causeway_base|causeway_base\n")).size(), 1U) << "no OpenSSL";
}

TEST(FileIsShort, CountsLines) {
  EXPECT_EQ(findings(file_is_short, "server/base/a.h", repeated("int x;\n", max_file_lines)), 1U);
  EXPECT_EQ(findings(file_is_short, "server/base/a.h", repeated("int x;\n", max_file_lines - 1)), 0U);
}

TEST(FunctionsAreShort, CatchesALongOneWhereverItStands) {
  const std::string body = " {\n" + repeated("  x = \"}\";  // }\n", max_function_lines - 1) + "}\n";
  for (const std::string head : {
           "void f()",
           "namespace a {\nint A::f(int b) const noexcept",
           "template <class T>\n  requires Big<T>\nauto f(T&& t) -> std::pair<int, T>",
           "class A final : public B {\n public:\n  A(int b) : B(b), c_{b}, d_(b)",
           "struct A {\n  void f() override",
           "class A {\n  void f() CAUSEWAY_REQUIRES(mutex_)",
           "TEST(Suite, Name)",
           "int list[] = {1, 2};\nbool A::operator==(const A& other) const",
       }) {
    EXPECT_EQ(findings(functions_are_short, "server/base/a.cpp", head + body), 1U) << head;
  }
}

TEST(FunctionsAreShort, LetsScopesTablesAndShortOnesPass) {
  const std::string many = repeated("  int f() { return 1; }\n", max_function_lines);
  EXPECT_EQ(findings(functions_are_short, "server/base/a.h", "namespace a::b {\n" + many + "}\n"), 0U);
  EXPECT_EQ(
      findings(functions_are_short, "server/base/a.h", "class CAUSEWAY_ANNOTATE(lock(\"x\")) A {\n" + many + "};\n"),
      0U);
  EXPECT_EQ(findings(functions_are_short, "server/base/a.h",
                     "const std::map<int, int> table = {\n" + repeated("  {1, 2},\n", max_function_lines) + "};\n"),
            0U);
  EXPECT_EQ(findings(functions_are_short, "server/base/a.h",
                     "void f() {\n" + repeated("  x();\n", max_function_lines - 3) + "}\n"),
            0U);
}

TEST(NoForbiddenWords, CatchesEach) {
  for (const std::string line :
       {"std::mutex m;", "std::condition_variable_any c;", "std::lock_guard<Mutex> lock(m);",
        "std::this_thread::sleep_for(1s);", "auto t = std::chrono::system_clock::now();", "pthread_exit(nullptr);",
        "pthread_cancel(t);", "std::thread t(f);", "auto f = std::async(g);", "int* p = new int(1);",
        "auto f = [=] { return x; };", "auto f = [=, &y] {};", "thread.detach();"}) {
    EXPECT_EQ(findings(no_forbidden_words, "server/model/a.cpp", line + "\n"), 1U) << line;
  }
}

TEST(NoForbiddenWords, LetsBaseCommentsAndLiteralsPass) {
  EXPECT_EQ(findings(no_forbidden_words, "server/base/mutex.h", "std::mutex m;\n"), 0U);
  EXPECT_EQ(findings(no_forbidden_words, "server/base/a.cpp", "auto p = new int;\n"), 1U) << "not even base";
  EXPECT_EQ(
      findings(no_forbidden_words, "server/model/a.cpp",
               "// a new post\n/* std::mutex */ auto s = \"new\"; auto r = R\"x(new \" [=])x\"; int new_id = 1'000;\n"),
      0U);
  EXPECT_EQ(findings(no_forbidden_words, "server/model/a.cpp",
                     "array[i] = b; std::jthread t; std::this_thread::yield(); std::thread::id id;\n"),
            0U);
  EXPECT_EQ(findings(no_forbidden_words, "tests/lab/a.cpp", "std::mutex m;\n"), 0U) << "tests may";
}

TEST(NoForbiddenWords, LetsANewWithItsOwnerPass) {
  EXPECT_EQ(findings(no_forbidden_words, "server/model/a.cpp", "return std::unique_ptr<A>(new A(b));\n"), 0U);
  EXPECT_EQ(findings(no_forbidden_words, "server/model/a.cpp", "std::unique_ptr<A> a(new A);\n"), 0U);
  EXPECT_EQ(findings(no_forbidden_words, "server/model/a.cpp", "std::unique_ptr<A> a; b = f(new A);\n"), 1U);
}

TEST(TodosHaveAKind, CatchesTheVagueOne) {
  const std::string word = std::string("TO") + "DO";
  EXPECT_EQ(findings(todos_have_a_kind, "server/base/a.cpp", "// " + word + ": later\n"), 1U);
  EXPECT_EQ(findings(todos_have_a_kind, "server/base/a.cpp", "// " + word + "(protocol): when 12.0 is out\n"), 0U);
}

TEST(NoMachinePaths, CatchesThem) {
  const std::string slash = "/";
  EXPECT_EQ(findings(no_machine_paths, "Makefile", "X = " + slash + "root/x\n"), 1U);
  EXPECT_EQ(findings(no_machine_paths, "a.md", "see `" + slash + "home/somebody/x`\n"), 1U);
  EXPECT_EQ(findings(no_machine_paths, "a.md", "in " + slash + "work/main/server\n"), 1U);
  EXPECT_EQ(findings(no_machine_paths, "a.md", "out/root/x, client/root.html, /usr/lib, ../home/x\n"), 0U);
}

TEST(NoDeadFiles, CatchesBothKinds) {
  const std::vector<Source> sources = {make_source("server/a/a.h", ""), make_source("server/a/b.h", ""),
                                       make_source("server/a/a.cpp", "#include \"a/a.h\"\n")};
  EXPECT_EQ(no_dead_headers(sources), std::vector<std::string>{"server/a/b.h: nobody includes it"});
  EXPECT_EQ(no_dead_cpp(sources, {}).size(), 1U);
  EXPECT_EQ(no_dead_cpp(sources, {"server/a/a.cpp"}).size(), 0U);
}

}  // namespace
}  // namespace causeway::house_rules
