import Debezium
import Testing

struct TableNameTests {
  @Test(
    arguments: [
      ("orders_large", "shop.public.orders_large", true),
      ("public.orders_large", "shop.public.orders_large", true),
      ("shop.public.orders_large", "shop.public.orders_large", true),
      ("large", "shop.public.orders_large", false), ("orders", "shop.public.orders_large", false),
      ("other.orders_large", "shop.public.orders_large", false),
      ("Orders_large", "shop.public.orders_large", false),
      ("\"public\".\"t1\"", "shop.public.t1", true), ("[db].[dbo].[t]", "p.db.dbo.t", true),
      ("`inv`.`Stra\u{DF}e`", "p.inv.Stra_e", true),
      ("t 1", "p.s.t_1", true), ("", "p.s.t", false), ("\"open", "p.s._open", true),
    ])
  func aNameResolvesToTheTopicWhoseLastPartsItIs(name: String, topic: String, resolves: Bool) {
    #expect(TableName(name).resolves(toTopic: topic) == resolves)
  }

  @Test(
    arguments: [
      ("shop.public.orders_large", "shop", ".", "public.orders_large"),
      ("eu.shop.public.t", "eu.shop", ".", "public.t"), ("shop.db.dbo.t", "shop", ".", "db.dbo.t"),
      ("shop-public-t", "shop", "-", "public.t"), ("shop", "shop", ".", nil),
      ("shop.", "shop", ".", nil), ("shopping.public.t", "shop", ".", nil),
      ("public.t", "shop", ".", nil), ("shop.t", "", ".", nil), ("shop.t", "shop", "", nil),
    ] as [(String, String, String, String?)])
  func aTopicsTableIsWhatFollowsThePrefix(
    topic: String, prefix: String, delimiter: String, table: String?
  ) {
    let name = TableName(topic: topic, prefix: prefix, delimiter: delimiter)
    #expect(name?.description == table)
    if let name { #expect(name.topic(prefix: prefix, delimiter: delimiter) == topic) }
  }

  @Test func namesOfOneTableResolveToEachOther() {
    let whole = TableName("[db].[dbo].[orders]")
    #expect(TableName("orders").resolves(to: whole))
    #expect(whole.resolves(to: TableName("dbo.orders")))
    #expect(!TableName("sales.orders").resolves(to: whole))
    #expect(whole.table == "orders")
    #expect(TableName("\"a.b\".c").parts == ["a.b", "c"])
  }
}
