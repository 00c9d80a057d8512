import Drill
import Testing

@Suite struct DrillTemplateTests {
  @Test func `every template is read and has a name of its own`() throws {
    let all = try DrillTemplates.all()
    #expect(all.map(\.name).first == "connector-deleted")
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(all.count >= 13)
    for drill in all {
      #expect(DrillTemplates.file(drill.name) != nil, "\(drill.name)")
    }
  }
}
