"""The register that an office kept on paper before (สมุดทะเบียน), taken in from a workbook."""
