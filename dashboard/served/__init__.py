"""What the browser is served beside Streamlit's own answers."""
