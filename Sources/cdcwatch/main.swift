print("cdcwatch")
