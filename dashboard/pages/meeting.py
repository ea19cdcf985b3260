"""会议: what is there to talk about, one matter a screen?"""

import streamlit as st

from dashboard import every_page, filters, heads, papers

choice = filters.current()
every_page.head(heads.overview(choice))
st.html(papers.screens(choice))
every_page.fingerprint("meeting", choice)
