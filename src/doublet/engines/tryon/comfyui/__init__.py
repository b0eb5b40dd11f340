"""ComfyUI over HTTP: the operator's own server and workflow behind the contract."""
