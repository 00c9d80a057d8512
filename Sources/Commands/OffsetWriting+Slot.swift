import KafkaConnect

extension OffsetWriting {
  /// Puts the slot back before anything is written.
  func putBack(_ slot: PinnedSlotReturn) throws(CommandFailure) -> [String] {
    do throws(CommandFailure) {
      return try slot.putBack()
    } catch {
      throw halfway(error.message)
    }
  }

  /// Writes and proves; what fails tells what became of the slots.
  func proved(
    _ content: () throws(CommandFailure) -> Content, _ cluster: inout ConnectCluster,
    _ done: inout [String]
  ) throws(CommandFailure) -> Content {
    do throws(CommandFailure) {
      let content = try decided(content)
      done += content.done
      done.append(try write(content, &cluster))
      done.append(try prove(content, &cluster))
      return content
    } catch {
      throw slot?.kept(error) ?? error
    }
  }
}
