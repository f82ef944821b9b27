"""Official papers: what an office writes, printed as PDF and as DOCX to edit.

Pure: words in, bytes out; no case, no store. `contents` are the papers, `layouts` their form,
`printing` the PDF, `editing` the DOCX.
"""
